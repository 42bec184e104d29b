"""What an update needs beside its batch, and how that is put together before the first one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from ftlib.data import Examples
from ftlib.train.checks import check_examples, has_unused
from ftlib.train.counting import Count
from ftlib.train.devices.choosing import autocast, choose_device, choose_precision, loss_scaler
from ftlib.train.devices.parallel import World, own_device, processes
from ftlib.train.devices.recompute import recomputing
from ftlib.train.fast import OccurringRows, decay_of_absent_rows, faster, only_occurring_rows
from ftlib.train.options import Options
from ftlib.train.pieces import reserve_averages
from ftlib.train.policy.freezing import train_only
from ftlib.train.policy.parameters import parameter_groups
from ftlib.train.policy.unfreezing import Unfreezing, gradual_unfreezing
from ftlib.train.predicting import Batch, to_device
from ftlib.train.run import Step
from ftlib.train.schedule import rate_factor
from ftlib.train.trunk.cache import Prepared, prepare
from ftlib.train.updates import Plan, Update
from ftlib.train.validating import Loss


@dataclass(eq=False)
class Engine:
    """Everything that stays the same from update to update.

    Attributes:
        model: whose parameters train (under FSDP a copy whose parameters are cut).
        called: what is called in an update: the model, or what `compile` or DDP made of it.
        loss, count: the loss, and how many terms it averages over.
        optimiser, scaler: AdamW; the float16 loss scaler (does nothing in other precisions).
        rates: η of each group, before the schedule.
        plan: which rows go into which update.
        train, validation: the examples; with a trunk cache, its outputs.
        judged: what is called in validation.
        unfreezing: the plan by which layers begin to train, or None.
        word_rows: the rows of the word table that train, where not all do.
        notes: sentences for the run.
    """

    model: nn.Module
    called: Any
    loss: Loss
    count: Count
    optimiser: torch.optim.Optimizer
    scaler: torch.amp.GradScaler
    rates: tuple[float, ...]
    plan: Plan
    options: Options
    device: torch.device
    dtype: torch.dtype
    world: World
    train: Examples
    validation: Examples | None
    judged: nn.Module
    unfreezing: Unfreezing | None = None
    word_rows: OccurringRows | None = None
    notes: list[str] = field(default_factory=list)

    def begin(self, update: Update) -> None:
        """Before an update: where layers are thawed one by one, see which train at this epoch."""
        if self.unfreezing is not None and self.unfreezing.start_epoch(update.epoch):
            self.called = _called(self.judged, self.train, self.options, self.world)

    @property
    def precision(self) -> str:
        """The number format of matrix products, by name."""
        return str(self.dtype).removeprefix("torch.")

    @property
    def trained(self) -> list[nn.Parameter]:
        """The parameters that the optimiser has, in its order."""
        return [each for group in self.optimiser.param_groups for each in group["params"]]

    @property
    def validation_batch(self) -> int:
        """Examples in a validation batch: without gradients there is room for twice as many."""
        options = self.options
        parts = options.accumulate * self.world.size
        if options.batch_size is not None:
            return 2 * max(1, math.ceil(options.batch_size / parts))
        longest = 1 if self.validation is None else int(max(self.validation.lengths))
        return max(1, 2 * (options.max_tokens or 1) // (parts * longest))

    def set_rates(self, step: int, factor: float) -> float:
        """Set every group's rate for update `step` (from 0); returns the highest."""
        factor = factor * rate_factor(self.options, step, self.plan.steps)
        for group, rate in zip(self.optimiser.param_groups, self.rates, strict=True):
            group["lr"] = rate * factor
        return max(self.rates) * factor

    def decay_absent_rows(self, steps: Sequence[Step]) -> None:
        """Note what so many steps make of the word rows that occur in no example."""
        if self.word_rows is None:
            return
        groups = zip(self.optimiser.param_groups, self.rates, strict=True)
        rows = self.word_rows.weight
        group, rate = next(each for each in groups if any(p is rows for p in each[0]["params"]))
        share = rate / max(self.rates)
        rates = [share * step.learning_rate for step in steps]
        self.word_rows.decay = decay_of_absent_rows(rates, group["weight_decay"])

    def place(self, batch: Batch) -> Batch:
        """The batch on the device."""
        return to_device(batch, self.device, channels_last=self.options.channels_last)

    def autocast(self) -> torch.autocast:
        """A context in which matrix products are formed in the run's precision."""
        return autocast(self.device, self.dtype)

    def is_due(self, done: int, ends: bool) -> bool:
        """Whether to validate after `done` updates; `ends`: that was the last of its epoch."""
        every = self.options.validate_every
        return done == self.plan.steps or (ends if every is None else done % every == 0)


@contextmanager
def prepared(
    model: nn.Module,
    train: Examples,
    validation: Examples | None,
    loss: Loss,
    count: Count,
    options: Options,
) -> Iterator[Engine]:
    """Check everything that can be checked before the first update, then build the engine."""
    device = choose_device(options.device)
    dtype = choose_precision(options.precision, device)
    device = own_device(device, options.strategy)
    with ExitStack() as stack:
        world = stack.enter_context(processes(options.strategy, device))
        model.to(device)
        if options.channels_last:
            model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        if options.freeze is not None and options.unfreeze_every is None:
            train_only(model, options.freeze)
        _groups(model, options)  # for its checks, before the model is run or shared
        classes = loss is cross_entropy
        for name, data in (("train", train), ("validation", validation)):
            if data is not None:
                check_examples(model, data, name, device, classes=classes, names=options.report)
        shared = world.share(model)
        shortcuts = _shortcuts(options, dtype)
        found = stack.enter_context(only_occurring_rows(shared, train, validation, shortcuts))
        groups = _groups(shared, options)
        plan = _unfreezing(shared, options)
        cached = _cached(shared, train, validation, options, device, dtype)
        judged = shared if isinstance(cached, str) else cached.model
        if not isinstance(cached, str):
            train, validation = cached.train, cached.validation
        stack.enter_context(recomputing(shared, options.checkpoint_activations))
        stack.enter_context(faster(shared, shortcuts and isinstance(cached, str)))
        world.spread_seed(options.seed)
        # A fused step heeds an overflow that the scaler found without asking; Apple's ignores it.
        optimiser = torch.optim.AdamW(groups, fused=device.type != "mps")
        for left_behind in (optimiser.zero_grad, optimiser.state.clear):
            stack.callback(left_behind)  # not memory that waits for Python to find the circle
        if device.type == "cpu" and options.strategy != "fsdp" and dtype != torch.float16:
            reserve_averages(optimiser)
        yield Engine(
            model=shared,
            judged=judged,
            called=_called(judged, train, options, world),
            loss=loss,
            count=count,
            optimiser=optimiser,
            scaler=loss_scaler(device, dtype),
            rates=tuple(group["lr"] for group in groups),
            plan=Plan(train, options, world),
            options=options,
            device=device,
            dtype=dtype,
            world=world,
            train=train,
            validation=validation,
            unfreezing=plan,
            word_rows=None if isinstance(found, str) else found,
            notes=[f"trunk cache: {cached}"] if options.cache_trunk else [],
        )


def _shortcuts(options: Options, dtype: torch.dtype) -> bool:
    """Whether the step may leave out what its result does not need (see `ftlib.train.fast`)."""
    alone = options.strategy != "fsdp" and not options.compile and options.unfreeze_every is None
    return options.faster and alone and dtype != torch.float16


def _groups(model: nn.Module, options: Options) -> list[dict[str, Any]]:
    return parameter_groups(model, options.learning_rate, options.weight_decay, options.layer_decay)


def _unfreezing(model: nn.Module, options: Options) -> Unfreezing | None:
    """The plan of gradual unfreezing, begun, if there is to be one."""
    if options.unfreeze_every is None:
        return None
    start = 0 if options.freeze == "head" else options.freeze
    if isinstance(start, str) or start is None:
        raise ValueError(
            f"freeze is {options.freeze!r} but layers are to thaw every {options.unfreeze_every} "
            "epochs; begin with freeze='head' or a number of layers"
        )
    plan = gradual_unfreezing(model, every=options.unfreeze_every, start=start)
    plan.start_epoch(0)
    return plan


def _cached(
    model: nn.Module,
    train: Examples,
    validation: Examples | None,
    options: Options,
    device: torch.device,
    dtype: torch.dtype,
) -> Prepared | str:
    """The model from above its frozen part, or why it is run as a whole."""
    if options.cache_trunk is False:
        return "switched off"
    if options.unfreeze_every is not None or options.strategy == "fsdp":
        return "off, because layers thaw (unfreeze_every), or are cut over processes (fsdp)"
    return prepare(model, train, validation, device=device, dtype=dtype, mode=options.cache_trunk)


def _called(model: nn.Module, train: Examples, options: Options, world: World) -> Any:
    """What an update calls: the model, compiled and wrapped as is wanted; parameters are shared."""
    unused = options.strategy == "ddp" and has_unused(model, train, world.device)
    if options.compile:
        backend = options.compile if isinstance(options.compile, str) else "inductor"
        model = cast(nn.Module, torch.compile(model, backend=backend, dynamic=True))
    return world.wrap(model, unused=unused)

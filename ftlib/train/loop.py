"""The loop: batches in, gradients back, a step against them; now and then a look at validation."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch.nn.functional import cross_entropy
from tqdm import tqdm

from ftlib.data import Examples, shuffled_buckets
from ftlib.train.checks import check_examples, check_validation
from ftlib.train.device import autocast, choose_device, choose_precision
from ftlib.train.options import Options, from_keywords
from ftlib.train.parameters import parameter_groups, restore, trained_state, warmup_then_linear
from ftlib.train.predicting import Batch, logits_of, to_device
from ftlib.train.run import Run, Step
from ftlib.train.seeds import seed_everything
from ftlib.train.validating import Diverged, Loss, Metric, validate


def fit(
    model: nn.Module,
    train: Examples,
    validation: Examples | None = None,
    *,
    loss: Loss = cross_entropy,
    metric: Metric | None = None,
    progress: bool = True,
    **options: Any,
) -> Run:
    """Train `model` in place by AdamW, and leave it with the best parameters it had.

    The best are those with the lowest validation loss (without validation: the last).

    Args:
        model: any module whose output is logits [B, …], or has `.logits` (Transformers models).
        train, validation: examples with labels (`ftlib.data.encode`, `Rows`, or your own class).
        loss: takes logits (float32, [B, …]) and labels ([B] or [B, …]); gives the mean over the
            batch as a scalar.
        metric: takes labels [N] and logits [N, …] as arrays; shown beside the validation loss.
            Default: accuracy, where labels are classes.
        progress: show a bar on stderr (TQDM_DISABLE=1 turns all bars off).
        epochs: passes over `train`. Default 3.
        batch_size: examples in an update. Default 32.
        learning_rate: η, or a dict of rates for prefixes of parameter names. Default 2e-5.
        weight_decay: λ of the decoupled decay, on matrices only. Default 0.01.
        warmup: share of the updates in which η rises from 0; it then falls to 0. Default 0.1.
        clip: longest gradient (2-norm over all parameters); None does not clip. Default 1.0.
        patience: stop after so many validations in a row without a lower loss. Default None: never.
        validate_every: updates between validations. Default None: at the end of each epoch.
        device: `auto`, `cpu`, `cuda`, `mps`, … Default `auto`.
        precision: `auto`, `float32` or `bfloat16`. Default `auto`.
        seed: of the order of examples and of dropout; sets all global generators. Default 0.

    Returns:
        The run: the loss of every step, every validation, which was best; `print` and `plot` it.

    Raises:
        ValueError: an unknown option or a value outside its range; empty data; missing labels, or
            labels outside the head's range; nothing to train; `patience` without validation.
        Diverged: when the loss is NaN or infinite. The model then holds the parameters of the best
            validation so far, or those it began with.

    Source: chapter *Your first fine-tuning*; Loshchilov and Hutter, ICLR 2019 (AdamW).
    """
    chosen = from_keywords(options)
    check_validation(validation, chosen)
    seed_everything(chosen.seed)
    engine = _prepare(model, train, validation, loss, chosen)
    run = Run(chosen, engine.device.type, engine.precision, examples=len(train))
    best = trained_state(model)
    was_training = model.training
    model.train()
    try:
        with _bar(engine.steps, progress) as bar:
            for batch in _batches(train, chosen):
                run.steps.append(_update(engine, batch, len(run.steps)))
                if validation is not None and engine.is_due(len(run.steps)):
                    seen = validate(
                        model, validation, loss, metric, run, engine.device, engine.dtype
                    )
                    run.validations.append(seen)
                    if run.best is seen:
                        best = trained_state(model)
                bar.set_postfix_str(run.latest, refresh=False)
                bar.update()
                if run.waited == chosen.patience:
                    break
    except Diverged:
        restore(model, best)
        raise
    finally:
        model.train(was_training)
        if run.validations:  # also when the reader interrupts: what was best is not lost
            restore(model, best)
    return run


@dataclass(frozen=True, eq=False)
class _Engine:
    """What an update needs beside the batch."""

    model: nn.Module
    loss: Loss
    optimiser: torch.optim.Optimizer
    rates: tuple[float, ...]
    options: Options
    device: torch.device
    dtype: torch.dtype
    steps: int
    steps_of_an_epoch: int

    @property
    def precision(self) -> str:
        return str(self.dtype).removeprefix("torch.")

    def is_due(self, step: int) -> bool:
        every = self.options.validate_every or self.steps_of_an_epoch
        return step % every == 0 or step == self.steps


def _prepare(
    model: nn.Module, train: Examples, validation: Examples | None, loss: Loss, options: Options
) -> _Engine:
    """Check everything that can be checked before the first update, then build the optimiser."""
    device = choose_device(options.device)
    dtype = choose_precision(options.precision, device)
    model.to(device)
    groups = parameter_groups(model, options.learning_rate, options.weight_decay)
    classes = loss is cross_entropy
    check_examples(model, train, "train", device, classes=classes)
    if validation is not None:
        check_examples(model, validation, "validation", device, classes=classes)
    optimiser = torch.optim.AdamW(groups, fused=device.type in ("cpu", "cuda"))
    per_epoch = math.ceil(len(train) / options.batch_size)
    rates = tuple(group["lr"] for group in groups)
    steps = options.epochs * per_epoch
    return _Engine(model, loss, optimiser, rates, options, device, dtype, steps, per_epoch)


def _bar(steps: int, progress: bool) -> tqdm:
    # `disable` is passed only to switch the bar off: passing False would overrule TQDM_DISABLE.
    return tqdm(total=steps, unit="step") if progress else tqdm(total=steps, disable=True)


def _batches(train: Examples, options: Options) -> Iterator[Batch]:
    for epoch in range(options.epochs):
        for rows in shuffled_buckets(
            train.lengths, options.batch_size, seed=options.seed, epoch=epoch
        ):
            yield train.batch(rows)


def _update(engine: _Engine, batch: Batch, step: int) -> Step:
    """One step against the gradient of the mean loss of one batch."""
    factor = warmup_then_linear(step, engine.steps, engine.options.warmup)
    for group, rate in zip(engine.optimiser.param_groups, engine.rates, strict=True):
        group["lr"] = rate * factor
    batch = to_device(batch, engine.device)
    with autocast(engine.device, engine.dtype):
        logits = logits_of(engine.model, batch)
    loss = engine.loss(logits, batch["labels"])
    value = float(loss.detach())
    if not math.isfinite(value):
        raise Diverged(
            f"the loss is {value} at step {step + 1} of {engine.steps}; lower learning_rate "
            f"({engine.options.learning_rate}), clip the gradient, or look for NaN in the inputs"
        )
    engine.optimiser.zero_grad()
    loss.backward()
    longest = math.inf if engine.options.clip is None else engine.options.clip
    norm = nn.utils.clip_grad_norm_(engine.model.parameters(), longest)
    engine.optimiser.step()
    return Step(value, max(engine.rates) * factor, float(norm))

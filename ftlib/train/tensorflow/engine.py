"""What an update needs beside its batch, in TensorFlow, put together before the first one."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import keras
import numpy as np
import tensorflow as tf
import torch

from ftlib.data import Examples
from ftlib.losses.tensorflow import softmax_cross_entropy
from ftlib.train.checks import check_labelled
from ftlib.train.counting import Count
from ftlib.train.devices.parallel import World
from ftlib.train.options import Options
from ftlib.train.policy.parameters import parameter_groups
from ftlib.train.schedule import rate_factor
from ftlib.train.tensorflow.adamw import AdamW
from ftlib.train.tensorflow.devices import choose_device, choose_precision, in_precision
from ftlib.train.tensorflow.predicting import judging, logits_of, to_tensorflow
from ftlib.train.tensorflow.scaling import LossScale
from ftlib.train.tensorflow.skeleton import parameter_names, skeleton, train_only_as
from ftlib.train.updates import Plan

Loss: TypeAlias = Callable[[Any, Any], Any]


def cross_entropy(logits: Any, labels: Any) -> Any:
    """Softmax cross-entropy, the mean over the labels that are not −100."""
    return softmax_cross_entropy(logits, labels, validate=False)


@dataclass(eq=False)
class Engine:
    """Everything that stays the same from update to update: as `ftlib.train.engine.Engine`.

    Attributes:
        model: whose weights train (under a strategy perhaps a copy with replicas).
        names: of its weights.
        optimiser, scaler: AdamW; the float16 loss scale.
        rates: η of each group, before the schedule.
        strategy: of `tf.distribute`; the default one has one replica.
        judge: a `tf.function` from a validation batch to logits.
        sums: where the gradients of an update's parts are added up; made when first needed.
        without: the places of variables that no gradient reaches.
    """

    model: Any
    names: list[str]
    loss: Loss
    count: Count
    optimiser: AdamW
    scaler: LossScale
    rates: tuple[float, ...]
    plan: Plan
    options: Options
    device: torch.device  # a label only: what PyTorch would call this place
    place: str
    precision: str
    strategy: Any
    train: Examples
    validation: Examples | None
    judge: Any = None
    world: World = field(default_factory=World)
    notes: list[str] = field(default_factory=list)
    sums: list[Any] = field(default_factory=list)
    without: set[int] = field(default_factory=set)

    @property
    def trained(self) -> list[Any]:
        """The TensorFlow variables that train, in the optimiser's order."""
        return self.optimiser.variables

    @property
    def replicas(self) -> int:
        """How many copies of the model share an update."""
        return int(self.strategy.num_replicas_in_sync)

    @property
    def validation_batch(self) -> int:
        """Examples in a validation batch: without gradients there is room for twice as many."""
        options = self.options
        if options.batch_size is not None:
            return 2 * max(1, math.ceil(options.batch_size / options.accumulate))
        longest = 1 if self.validation is None else int(max(self.validation.lengths))
        return max(1, 2 * (options.max_tokens or 1) // (options.accumulate * longest))

    def rates_at(self, step: int, factor: float) -> Any:
        """η of each group for update `step` (from 0), float64, shape [groups]."""
        factor = factor * rate_factor(self.options, step, self.plan.steps)
        return np.array(self.rates) * factor

    def is_due(self, done: int, ends: bool) -> bool:
        """Whether to validate after `done` updates; `ends`: that was the last of its epoch."""
        every = self.options.validate_every
        return done == self.plan.steps or (ends if every is None else done % every == 0)

    def begin(self, update: Any) -> None:
        """Before an update: nothing (layers do not thaw here)."""


@contextmanager
def prepared(
    model: Any,
    train: Examples,
    validation: Examples | None,
    loss: Loss,
    count: Count,
    options: Options,
    strategy: Any,
) -> Iterator[Engine]:
    """Check everything that can be checked before the first update, then build the engine."""
    place = choose_device(options.device)
    precision = choose_precision(options.precision, place)
    if options.freeze is not None:
        train_only_as(model, options.freeze)
    groups, of_group = _groups(model, options)
    for name, data in (("train", train), ("validation", validation)):
        if data is not None:
            classes = loss is cross_entropy
            shape = _shape(model, data)
            check_labelled(shape, data, name, classes=classes, names=options.report)
    with ExitStack() as stack:
        if options.strategy is None:
            stack.enter_context(tf.device(place))
        shared = _shared(model, strategy)
        stack.enter_context(in_precision(shared, precision))
        seed_dropout(shared, options.seed)
        variables = [each.value for each in shared.trainable_variables]
        with strategy.scope():
            decays = [groups[group]["weight_decay"] for group in of_group]
            optimiser = AdamW(variables, of_group, decays)
            scaler = LossScale(precision == "float16")
        yield Engine(
            model=shared,
            names=parameter_names(shared),
            loss=loss,
            count=count,
            optimiser=optimiser,
            scaler=scaler,
            rates=tuple(group["lr"] for group in groups),
            plan=Plan(train, options, World()),
            options=options,
            device=torch.device("cuda" if place.startswith("GPU") else "cpu"),
            place=place,
            precision=precision,
            strategy=strategy,
            train=train,
            validation=validation,
            judge=None if validation is None else judging(shared, validation),
        )


def hand_back(shared: Any, model: Any) -> None:
    """Write what was trained into the caller's own model, where that is another (replicas)."""
    if shared is not model:
        model.set_weights(shared.get_weights())


def seed_dropout(model: Any, seed: int) -> None:
    """Let every generator of the model's layers begin where `seed` says."""
    for place, state in enumerate(generator_states(model)):
        words = np.random.SeedSequence([seed, place]).generate_state(1)
        state.assign(np.array([words[0], 0], dtype=np.uint32))


def generator_states(model: Any) -> list[Any]:
    """The counters from which dropout and augmentation layers draw: uint32, shape [2] each."""
    weights = {id(each) for each in model.weights}
    return [
        each
        for each in model.variables
        if id(each) not in weights and each.path.endswith("seed_generator_state")
    ]


def _groups(model: Any, options: Options) -> tuple[list[dict[str, Any]], list[int]]:
    """The groups of `parameter_groups`, and that of each trainable variable."""
    bones = skeleton(model)
    groups = parameter_groups(
        bones, options.learning_rate, options.weight_decay, options.layer_decay
    )
    of_parameter = {
        id(each): place for place, group in enumerate(groups) for each in group["params"]
    }
    named = dict(bones.named_parameters())
    names = dict(zip(map(id, model.weights), parameter_names(model), strict=True))
    return groups, [of_parameter[id(named[names[id(v)]])] for v in model.trainable_variables]


def _shape(model: Any, data: Examples) -> Callable[[], tuple[int, ...]]:
    """Gives the shape of the logits of the first example."""

    def shape() -> tuple[int, ...]:
        batch = to_tensorflow(data, data.batch(np.array([0])))
        return tuple(logits_of(model, batch, training=False).shape)

    return shape


def _shared(model: Any, strategy: Any) -> Any:
    """The model that trains: a copy with replicas, unless it has them already.

    Raises:
        ValueError: for a model that Keras cannot build a second time.
    """
    if strategy.num_replicas_in_sync == 1 and not isinstance(
        strategy, tf.distribute.MultiWorkerMirroredStrategy
    ):
        return model
    with strategy.scope():
        if strategy.extended.variable_created_in_scope(model.weights[0].value):
            return model
        try:
            copied = keras.models.clone_model(model)
            copied.set_weights(model.get_weights())
        except (ValueError, NotImplementedError, TypeError) as error:
            raise ValueError(
                f"model {type(model).__name__} cannot be built anew for the replicas "
                f"({str(error).splitlines()[0]}); build it under `with strategy.scope():`"
            ) from None
    for own, other in zip(model._flatten_layers(), copied._flatten_layers(), strict=True):
        other.trainable = own.trainable
    return copied

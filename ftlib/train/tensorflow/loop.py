"""The loop in TensorFlow: a gradient by `GradientTape`, a step against it, both in one graph.

Which rows go into an update, when to validate, keep, save and stop: that is `run_updates` of
`ftlib.train.loop`, which does not know whose model it trains. Here stands what differs: the update.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from ftlib.data import Examples
from ftlib.train.callbacks import Callbacks, by_moment
from ftlib.train.checkpoints.keeping import keeping
from ftlib.train.checks import check_validation
from ftlib.train.counting import Count, count_terms
from ftlib.train.loggers import check_log
from ftlib.train.loop import progress_bar, run_updates
from ftlib.train.options import from_keywords
from ftlib.train.run import Run
from ftlib.train.seeds import seed_everything
from ftlib.train.session import Session
from ftlib.train.tensorflow import state as state  # registers how this engine's state is read
from ftlib.train.tensorflow.devices import choose_strategy
from ftlib.train.tensorflow.engine import Engine, Loss, cross_entropy, hand_back, prepared
from ftlib.train.tensorflow.predicting import logits_of, signature, to_tensorflow
from ftlib.train.tensorflow.readings import LateReadings
from ftlib.train.updates import Part, Update
from ftlib.train.validating import Diverged, Metric


def fit(
    model: Any,
    train: Examples,
    validation: Examples | None = None,
    *,
    loss: Loss = cross_entropy,
    metric: Metric | None = None,
    count: Count = count_terms,
    callbacks: Callbacks | None = None,
    progress: bool = True,
    strategy: Any = None,
    **options: Any,
) -> Run:
    """Train a Keras model in place by AdamW, and leave it with the best parameters it had.

    Everything is as in `ftlib.train.fit`: the data, the options and what they mean, the run that is
    returned, checkpoints and errors; from the same weights both take the same steps. What differs:

    Args:
        model: a built `keras.Model` whose output is logits [B, …]. Inputs are found by name; a
            single one goes in as it is. `Pictures` go in as [B, H, W, C].
        loss: takes logits and labels, in this order (a Keras loss takes them in the other one:
            `lambda logits, labels: keras_loss(labels, logits)`); gives the mean as a scalar. It
            becomes part of a graph. Default: softmax cross-entropy.
        count: gets labels as a PyTorch tensor, as in `ftlib.train.fit`.
        strategy: None, `mirrored` (one replica on each GPU), or a `MirroredStrategy` or
            `MultiWorkerMirroredStrategy`. The update's rows are dealt out to the replicas; its
            result is that of one. Several machines each run the script, with `TF_CONFIG` and a
            folder of checkpoints of their own.
        freeze: sets `trainable` of the layers; a frozen batch normalisation keeps its statistics.
        precision: sets the layers' dtype policy for the run. `auto` is bfloat16 on GPUs that
            multiply it natively, else float32.
        compile: True translates the update by XLA (anew for each shape of batch).
        faster: changes nothing here.

    Options that only PyTorch has are refused: `unfreeze_every`, `cache_trunk`,
    `checkpoint_activations`, `channels_last`.

    Raises:
        ValueError, CheckpointError, Diverged: as `ftlib.train.fit`.

    Source: chapter *Two frameworks, one loop*.
    """
    replicas, named = choose_strategy(strategy)
    chosen = from_keywords(options | {"strategy": named}, framework="tensorflow")
    check_validation(validation, chosen)
    check_log(chosen)
    moments = by_moment(callbacks)
    seed_everything(chosen.seed)
    with prepared(model, train, validation, loss, count, chosen, replicas) as engine:
        session = Session(engine, metric, moments)  # type: ignore[arg-type]
        session.run.processes = engine.replicas
        LateReadings.take_over(session)
        with keeping(session) as keeper, session.logging():
            try:
                with progress_bar(engine.plan.steps, progress) as bar:
                    run_updates(session, keeper, bar, update_by(engine))
            except Diverged:
                session.take_best()
                raise
            finally:
                if session.run.validations and chosen.keep_best:
                    session.take_best()  # also when the reader interrupts: the best is not lost
                hand_back(engine.model, model)
            session.tell("end")
    return session.run


def update_by(engine: Engine) -> Callable[[Engine, Update, float], tuple[float, Any, Any]]:
    """The function that makes one update; its graphs are built once, for batches of any length.

    An update in one part is one graph. Of several parts the gradients are added up in variables,
    so that only one part's inner values are in memory at a time.
    """
    batch = signature(engine.train)
    shares = tf.TensorSpec([engine.replicas], tf.float64)
    rates = tf.TensorSpec([len(engine.rates)], tf.float64)
    compiled = {"jit_compile": bool(engine.options.compile)}

    @tf.function(input_signature=[batch, shares, rates], **compiled)  # type: ignore[misc, unused-ignore]
    def whole(batch: Any, shares: Any, rates: Any) -> tuple[Any, Any]:
        value, gradients = _gradients(engine, batch, shares)
        return value, _step(engine, gradients, rates)

    @tf.function(input_signature=[batch, shares], **compiled)  # type: ignore[misc, unused-ignore]
    def add(batch: Any, shares: Any) -> Any:
        value, gradients = _gradients(engine, batch, shares)
        for total, gradient in zip(engine.sums, gradients, strict=True):
            if gradient is not None:
                total.assign_add(gradient)
        return value

    @tf.function(input_signature=[rates], **compiled)  # type: ignore[misc, unused-ignore]
    def apply(rates: Any) -> Any:
        sums = [None if k in engine.without else tf.identity(s) for k, s in enumerate(engine.sums)]
        norm = _step(engine, sums, rates)
        for total in engine.sums:
            total.assign(tf.zeros_like(total))
        return norm

    def make(engine: Engine, update: Update, factor: float) -> tuple[float, Any, Any]:
        rates = engine.rates_at(update.step, factor)
        parts = _placed(engine, update.parts)
        if len(parts) == 1:
            value, norm = whole(*parts[0], rates)
        else:
            if not engine.sums:
                engine.sums += [tf.Variable(tf.zeros_like(v)) for v in engine.trained]
            value = sum(add(*part) for part in parts)
            norm = apply(rates)
        return float(rates.max()), value, norm

    return make


def _placed(engine: Engine, parts: list[Part]) -> list[tuple[Any, Any]]:
    """Each part's batch for TensorFlow, and each replica's share of the update's terms, [R].

    Replica r takes the rows r, r + R, … of a part: the shares of all parts add up to 1.
    """
    replicas = engine.replicas
    total = max(1, sum(part.terms for part in parts))
    placed = []
    for part in parts:
        labels = [part.batch["labels"][r::replicas] for r in range(replicas)]
        terms = [engine.count(each) if part.terms and len(each) else 0 for each in labels]
        placed.append((to_tensorflow(engine.train, part.batch), np.array(terms) / total))
    return placed


def _gradients(engine: Engine, batch: Any, shares: Any) -> tuple[Any, list[Any]]:
    """A part's share of the update's mean loss, and its gradients, summed over the replicas.

    Of variables that have no part in the loss the gradient is None.
    """
    strategy, variables = engine.strategy, engine.trained

    def replica(batch: Any, shares: Any) -> tuple[Any, list[Any]]:
        number = tf.distribute.get_replica_context().replica_id_in_sync_group
        own, share = {name: _dealt(x, number, engine.replicas) for name, x in batch.items()}, shares
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(variables)
            logits = logits_of(engine.model, own, training=True)
            share = tf.cast(shares[number], logits.dtype)
            # Where there is nothing to average, the mean would be NaN; 0 · Σz adds nothing.
            mean = tf.cond(
                share > 0,
                lambda: tf.cast(engine.loss(logits, own["labels"]), logits.dtype),
                lambda: 0 * tf.reduce_sum(logits),
            )
            value = mean * share
            scaled = value * tf.cast(engine.scaler.scale, value.dtype)
        found = tape.gradient(scaled, variables)
        engine.without |= {place for place, each in enumerate(found) if each is None}
        return value, [tf.convert_to_tensor(each) for each in found if each is not None]

    value, found = strategy.run(replica, args=(batch, shares))
    reached = [k for k in range(len(variables)) if k not in engine.without]
    pairs = [(each, variables[k]) for k, each in zip(reached, found, strict=True)]
    summed = strategy.extended.batch_reduce_to(tf.distribute.ReduceOp.SUM, pairs) if pairs else []
    gradients: list[Any] = [None] * len(variables)
    for place, each in zip(reached, summed, strict=True):
        gradients[place] = each
    return strategy.reduce(tf.distribute.ReduceOp.SUM, value, axis=None), gradients


def _dealt(tensor: Any, number: Any, replicas: int) -> Any:
    """Every R-th row from `number` on; of fewer rows than replicas the first, with a share of 0."""
    if replicas == 1:
        return tensor
    own = tensor[number::replicas]
    return tf.concat([own, tensor[: tf.maximum(0, 1 - tf.shape(own)[0])]], axis=0)


def _step(engine: Engine, gradients: list[Any], rates: Any) -> Any:
    """Clip and take AdamW's step; the gradient's 2-norm before clipping, float64.

    Nothing here asks the host: an overflow leaves the update out by a factor, not by a branch.
    """
    scale = engine.scaler.scale
    local = [tf.convert_to_tensor(each) for each in gradients if each is not None]
    squares = [tf.cast(tf.reduce_sum(tf.square(each)), tf.float64) for each in local]
    norm = tf.sqrt(tf.add_n(squares)) / scale
    longest = engine.options.clip
    shorten = tf.constant(1.0, tf.float64)
    if longest is not None:
        shorten = tf.minimum(shorten, longest / (norm + 1e-6))
    finite = tf.math.is_finite(norm) if engine.scaler.is_enabled() else tf.constant(True)
    engine.optimiser.step(engine.strategy, gradients, rates, finite, shorten / scale)
    engine.scaler.update(finite)
    return norm

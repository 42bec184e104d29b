"""InfoNCE in TensorFlow: softmax cross-entropy of similarities."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from ftlib.losses.reference.info_nce import require_pairs, require_vectors
from ftlib.losses.tensorflow import _classes as checks
from ftlib.losses.tensorflow.softmax_cross_entropy import softmax_cross_entropy


def info_nce(
    queries: Any,
    keys: Any,
    *,
    temperature: float = 0.07,
    reduction: str = "mean",
    validate: bool = True,
) -> Any:
    """−log softmax(q_i · k_j / T) at j = i: key i is query i's own, all other keys are not.

    Args:
        queries: [N, D], any float dtype. Give unit vectors to compare by cosine.
        keys: [M, D] with M ≥ N; rows N … M − 1 are further negatives.
        temperature, reduction: as `reference.info_nce`.
        validate: look at the values too (NaN, infinities); in a graph see `softmax_cross_entropy`.

    Returns:
        The loss, dtype of `queries`.

    Raises:
        As `reference.info_nce`.

    Source: chapter *Sequence loss*, equation (info-nce); van den Oord et al. (2018).
    """
    checks.require_tensors(queries=queries, keys=keys)
    for name, tensor in (("queries", queries), ("keys", keys)):
        checks.require_floating(name, tensor)
    require_pairs(checks.shape_of(queries), checks.shape_of(keys), temperature, reduction)
    work = checks.working(queries)
    q, k = tf.cast(queries, work), tf.cast(keys, work)
    faults = [_finite("queries", q), _finite("keys", k)]
    q = checks.checked(q, *faults, checks.some_rows("queries", q, reduction), look=validate)
    loss = softmax_cross_entropy(
        tf.linalg.matmul(q, k, transpose_b=True),
        tf.range(tf.shape(q)[0]),
        temperature=temperature,
        reduction=reduction,
        validate=False,
    )
    return tf.cast(loss, queries.dtype)


def _finite(name: str, tensor: Any) -> checks.Check:
    return checks.finite(name, tensor, lambda: require_vectors(name, checks.as_numpy(tensor)))

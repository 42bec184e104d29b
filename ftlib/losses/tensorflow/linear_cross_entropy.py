"""The last linear layer and its softmax cross-entropy in one, without the full logits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from ftlib.losses import _linear
from ftlib.losses._classes import IGNORED, require_options
from ftlib.losses.tensorflow import _classes as checks
from ftlib.losses.tensorflow.row_losses import label_target, reduce_rows, row_losses


def linear_cross_entropy(
    hidden: Any,
    weight: Any,
    targets: Any,
    *,
    bias: Any | None = None,
    chunk: int | None = None,
    ignore_index: int | None = IGNORED,
    label_smoothing: float = 0.0,
    reduction: str = "mean",
    validate: bool = True,
) -> Any:
    """`softmax_cross_entropy(hidden @ weightᵀ + bias, targets)`, a chunk of rows at a time.

    Args:
        hidden: h, a tensor [..., H], any float dtype.
        weight: W, [C, H] (the transpose of a Keras Dense kernel).
        targets: integer labels [...].
        bias: b, [C], or none.
        chunk: rows at a time; none: as many as make about 128 MB of float32 logits.
        ignore_index, label_smoothing, reduction: as `softmax_cross_entropy`.
        validate: look at the values too; in a graph see `softmax_cross_entropy`.

    Returns:
        The loss, dtype of `hidden`; computed in float32 or float64. The backward pass makes
        each chunk's logits again and forms its gradients from p − y. A second derivative is
        right too, but keeps every chunk (and XLA does not compile it).

    Raises:
        As `reference.linear_cross_entropy`.

    Source: chapter *Softmax cross-entropy*, equations (linear-ce) and (linear-ce-grad).
    """
    checks.require_tensors(hidden=hidden, weight=weight, targets=targets, bias=bias)
    layer = {"hidden": hidden, "weight": weight} | ({} if bias is None else {"bias": bias})
    for name, tensor in layer.items():
        checks.require_floating(name, tensor)
    matrix, shape = checks.shape_of(weight), None if bias is None else checks.shape_of(bias)
    _linear.require_layer(
        checks.shape_of(hidden), matrix, checks.shape_of(targets), targets.dtype, shape, chunk
    )
    require_options(
        reduction,
        targets.shape.num_elements(),
        "hidden",
        label_smoothing=label_smoothing,
        ignore_index=ignore_index,
    )
    work, classes = checks.working(hidden), matrix[0] or tf.shape(weight)[0]
    h, w = tf.cast(hidden, work), tf.cast(weight, work)
    b = tf.zeros([classes], work) if bias is None else tf.cast(bias, work)
    faults = [_is_sound(name, x) for name, x in (("hidden", h), ("weight", w), ("bias", b))]
    y = tf.cast(targets, tf.int64)
    faults.append(checks.labels_are_sound(y, classes, ignore_index))
    faults.append(checks.some_rows("hidden", y, reduction))
    h = tf.reshape(checks.checked(h, *faults, look=validate), [-1, tf.shape(w)[1]])
    flat = tf.reshape(y, [-1])
    size = _linear.rows_at_a_time(chunk, matrix[0] or _linear.BLOCK // 1024)
    losses = _by_chunks(h, w, b, flat, size, ignore_index, label_smoothing)
    if validate:
        losses = checks.checked(losses, _has_softmax(losses, h, w, b, tf.shape(targets)))
    kept = tf.ones_like(flat, work)
    if ignore_index is not None:
        kept = tf.cast(tf.not_equal(flat, ignore_index), work)
    if reduction == "none":
        losses = tf.reshape(losses, tf.shape(targets))
    return tf.cast(reduce_rows(losses, tf.reduce_sum(kept), reduction), hidden.dtype)


def _by_chunks(
    h: Any, w: Any, b: Any, labels: Any, size: int, ignore_index: int | None, smoothing: float
) -> Any:
    """The losses [N]. Rows of zeros fill the last chunk: XLA wants all of one shape."""
    n = tf.shape(labels)[0] if labels.shape[0] is None else labels.shape[0]
    size = tf.maximum(1, tf.minimum(size, n)) if tf.is_tensor(n) else max(1, min(size, n))
    count = -(-n // size)
    count = tf.maximum(1, count) if tf.is_tensor(count) else max(1, count)  # also of no rows
    filling = count * size - n
    if tf.is_tensor(filling) or filling:
        h, labels = tf.pad(h, [[0, filling], [0, 0]]), tf.pad(labels, [[0, filling]])
    losses = _losses(tf.reshape(labels, [count, size]), ignore_index, smoothing)
    blocks = tf.reshape(h, [count, size, tf.shape(w)[1]])
    return tf.reshape(losses(blocks, w, b), [-1])[:n]


def _losses(
    labels: Any, ignore_index: int | None, smoothing: float
) -> Callable[[Any, Any, Any], Any]:
    """The losses [K, S] of K chunks [K, S, H], with a gradient made chunk by chunk."""
    count, size = labels.shape[0], labels.shape[1]
    count = tf.shape(labels)[0] if count is None else count

    def chunk(i: Any, h: Any, w: Any, b: Any) -> tuple[Any, Any, Any]:
        rows = tf.gather(h, i)
        z = tf.linalg.matmul(rows, w, transpose_b=True) + b
        own = label_target(
            tf.gather(labels, i), tf.shape(w)[0], h.dtype, None, smoothing, ignore_index
        )
        return rows, z, own.q

    def pieces(dtype: Any, *shape: int | None) -> Any:
        return tf.TensorArray(dtype, size=count, element_shape=[size, *shape])

    def loop(body: Callable[..., Any], *start: Any) -> Any:
        first = (tf.constant(0), *start)
        return tf.while_loop(lambda i, *_: i < count, body, first, parallel_iterations=1)[1:]

    @tf.custom_gradient
    def losses(h: Any, w: Any, b: Any) -> tuple[Any, Callable[[Any], tuple[Any, Any, Any]]]:
        def forward(i: Any, done: Any) -> tuple[Any, Any]:
            _, z, q = chunk(i, h, w, b)
            return i + 1, done.write(i, row_losses(tf.nn.log_softmax(z, -1), q))

        def grad(upstream: Any) -> tuple[Any, Any, Any]:
            def backward(i: Any, by_h: Any, by_w: Any, by_b: Any) -> tuple[Any, Any, Any, Any]:
                rows, z, q = chunk(i, h, w, b)
                slopes = tf.reduce_sum(q, -1, keepdims=True) * tf.nn.softmax(z, -1) - q
                slopes *= tf.gather(upstream, i)[:, None]
                by_w += tf.linalg.matmul(slopes, rows, transpose_a=True)
                return i + 1, by_h.write(i, slopes @ w), by_w, by_b + tf.reduce_sum(slopes, 0)

            start = pieces(h.dtype, h.shape[2]), tf.zeros_like(w), tf.zeros_like(b)
            by_h, by_w, by_b = loop(backward, *start)
            return tf.reshape(by_h.stack(), tf.shape(h)), by_w, by_b

        (done,) = loop(forward, pieces(h.dtype))
        return tf.reshape(done.stack(), tf.shape(labels)), grad

    return losses


def _is_sound(name: str, tensor: Any) -> checks.Check:
    finite = tensor < np.inf if name == "bias" else tf.math.is_finite(tensor)  # false for NaN
    word = lambda: _linear.require_finite(name, checks.as_numpy(tensor))  # noqa: E731
    return tf.reduce_all(finite), word, f"{name} is NaN or infinite"


def _has_softmax(losses: Any, h: Any, w: Any, b: Any, shape: Any) -> checks.Check:
    """Whether no row's logits overflowed; they are made in full only to say which did."""

    def word() -> None:
        z = tf.linalg.matmul(h, w, transpose_b=True) + b
        _linear.require_logits(checks.as_numpy(tf.reshape(z, tf.concat([shape, [-1]], 0))))

    return ~tf.reduce_any(tf.math.is_nan(losses)), word, "the logits overflow"

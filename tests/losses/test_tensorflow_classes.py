"""What only TensorFlow asks of the losses over classes: graphs, tapes, precisions."""

import numpy as np
import pytest
import tensorflow as tf

from ftlib.losses import reference as ref
from ftlib.losses.tensorflow import (
    linear_cross_entropy,
    mse,
    nll_loss,
    softmax_cross_entropy,
)

rng = np.random.default_rng(0)
Z, LABELS = rng.normal(size=(4, 3)), np.array([0, 2, -100, 1])
Y = rng.dirichlet(np.ones(3), 4)
W = np.array([0.5, 1.0, 2.0])


@pytest.mark.parametrize("target", [LABELS, Y], ids=["labels", "probabilities"])
@pytest.mark.parametrize("reduction", ["none", "mean"])
def test_inside_a_graph_of_unknown_size(target, reduction):
    spec = [
        tf.TensorSpec([None, 3], tf.float64),
        tf.TensorSpec([None] * target.ndim, tf.as_dtype(target.dtype)),
    ]

    @tf.function(input_signature=spec)
    def step(z, y):
        with tf.GradientTape() as tape:
            tape.watch(z)
            loss = softmax_cross_entropy(z, y, weight=tf.constant(W), reduction=reduction)
        return loss, tape.gradient(loss, z)

    options = {"weight": W, "reduction": reduction}
    loss, slope = step(tf.constant(Z), tf.constant(target))
    np.testing.assert_allclose(loss, ref.softmax_cross_entropy(Z, target, **options), rtol=1e-12)
    want = ref.softmax_cross_entropy_grad(Z, target, **options)
    np.testing.assert_allclose(slope, want, rtol=1e-12, atol=1e-15)


def test_second_derivative_is_the_hessian():
    z = tf.constant(Z)
    with tf.GradientTape() as outer:
        outer.watch(z)
        with tf.GradientTape() as inner:
            inner.watch(z)
            loss = softmax_cross_entropy(z, tf.constant(LABELS), reduction="sum")
        first = inner.gradient(loss, z)
    blocks = outer.batch_jacobian(first, z)
    want = ref.softmax_cross_entropy_hessian(Z, LABELS, reduction="sum")
    np.testing.assert_allclose(blocks, want, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(
    ("z", "y", "sentence"),
    [
        (Z * np.nan, LABELS, "logits is NaN"),
        (Z, np.array([0, 1, 2, 3]), "a label that is no class"),
        (Z, Y * 2, "targets is no distribution"),
        (Z[:0], LABELS[:0], "logits is empty"),
    ],
)
def test_bad_values_stop_a_graph(z, y, sentence):
    spec = [
        tf.TensorSpec([None, 3], tf.float64),
        tf.TensorSpec([None] * y.ndim, tf.as_dtype(y.dtype)),
    ]
    step = tf.function(lambda a, b: softmax_cross_entropy(a, b), input_signature=spec)
    with pytest.raises(tf.errors.InvalidArgumentError, match=sentence):
        step(tf.constant(z), tf.constant(y))


def test_other_losses_check_values_in_a_graph():
    with pytest.raises(tf.errors.InvalidArgumentError, match="log_p is positive"):
        tf.function(nll_loss)(tf.constant(Z + 9), tf.constant(LABELS))
    with pytest.raises(tf.errors.InvalidArgumentError, match="targets is NaN"):
        tf.function(mse)(tf.constant(Z), tf.constant(Z * np.nan))


@pytest.mark.parametrize("dtype", [tf.float64, tf.float32, tf.bfloat16, tf.float16])
def test_each_precision_is_right_to_its_own_digits(dtype):
    z = tf.cast(Z * 3, dtype)
    with tf.GradientTape() as tape:
        tape.watch(z)
        losses = softmax_cross_entropy(z, tf.constant(LABELS), reduction="none")
    slope = tape.gradient(losses, z)
    assert losses.dtype == slope.dtype == dtype
    eps = {"float64": 2e-16, "float32": 1.2e-7, "bfloat16": 2**-7, "float16": 2**-10}[dtype.name]
    want = ref.softmax_cross_entropy(np.float64(z), LABELS, reduction="none")
    np.testing.assert_allclose(np.float64(losses), want, rtol=4 * eps, atol=4 * eps)
    want = ref.softmax_cross_entropy_grad(np.float64(z), LABELS, reduction="none")
    np.testing.assert_allclose(np.float64(slope), want, rtol=4 * eps, atol=4 * eps)


@pytest.mark.parametrize("in_graph", [False, True])
@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
def test_fused_layer_by_chunks(in_graph, reduction):
    h, w, b = rng.normal(size=(2, 4, 5)), rng.normal(size=(3, 5)), rng.normal(size=3)
    labels = np.stack([LABELS, LABELS[::-1]])
    layer = [tf.constant(x) for x in (h, w, b)]
    options = {"chunk": 3, "label_smoothing": 0.1, "reduction": reduction}

    def run(h, w, b):
        with tf.GradientTape() as tape:
            tape.watch([h, w, b])
            loss = linear_cross_entropy(h, w, tf.constant(labels), bias=b, **options)
        return loss, tape.gradient(loss, [h, w, b])

    loss, slopes = (tf.function(run) if in_graph else run)(*layer)
    want = ref.linear_cross_entropy(h, w, labels, bias=b, **options)
    np.testing.assert_allclose(loss, want, rtol=1e-12, atol=1e-15)
    closed = ref.linear_cross_entropy_grad(h, w, labels, bias=b, **options)
    for mine, wanted in zip(slopes, closed, strict=True):
        np.testing.assert_allclose(mine, wanted, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("in_graph", [False, True])
def test_fused_layer_has_second_derivatives(in_graph):
    h, w = tf.constant(rng.normal(size=(4, 5))), tf.constant(rng.normal(size=(3, 5)))
    fused = lambda x: linear_cross_entropy(x, w, tf.constant(LABELS), chunk=3)  # noqa: E731
    plain = lambda x: softmax_cross_entropy(x @ tf.transpose(w), tf.constant(LABELS))  # noqa: E731

    def second(loss):
        with tf.GradientTape() as outer:
            outer.watch(h)
            with tf.GradientTape() as inner:
                inner.watch(h)
                value = loss(h)
            size = tf.reduce_sum(inner.gradient(value, h) ** 2)
        return outer.gradient(size, h)

    got = (tf.function(second) if in_graph else second)(fused)
    np.testing.assert_allclose(got, second(plain), rtol=1e-12, atol=1e-15)


def test_a_variable_is_a_tensor_too():
    z = tf.Variable(Z)
    with tf.GradientTape() as tape:
        loss = softmax_cross_entropy(z, tf.constant(LABELS))
    want = ref.softmax_cross_entropy_grad(Z, LABELS)
    np.testing.assert_allclose(tape.gradient(loss, z), want, rtol=1e-12, atol=1e-16)

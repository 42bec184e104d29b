"""What only TensorFlow asks of a loss: graphs, precisions, second derivatives, Keras."""

import numpy as np
import pytest
import tensorflow as tf

from ftlib.losses.tensorflow import binary_cross_entropy, binary_cross_entropy_with_logits


def logits(seed=0, size=48, spread=6.0):
    rng = np.random.default_rng(seed)
    return rng.normal(0, spread, size), rng.uniform(size=size)


def test_agrees_with_tensorflows_own():
    z, y = map(tf.constant, logits())
    got = binary_cross_entropy_with_logits(z, y, "none")
    want = tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=z)
    np.testing.assert_allclose(got, want, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("unknown_length", [False, True])
def test_inside_a_graph(unknown_length):
    shape = [None] if unknown_length else [3]

    @tf.function(input_signature=[tf.TensorSpec(shape), tf.TensorSpec(shape)])
    def step(z, y):
        with tf.GradientTape() as tape:
            tape.watch(z)
            loss = binary_cross_entropy_with_logits(z, y)
        return loss, tape.gradient(loss, z)

    loss, slope = step(tf.constant([0.0, 20.0, -20.0]), tf.constant([1.0, 0.0, 0.0]))
    assert float(loss) == pytest.approx((np.log(2) + 20) / 3)
    np.testing.assert_allclose(slope, np.array([-0.5, 1.0, 2.0611536e-9]) / 3, rtol=1e-6)


def test_bad_values_stop_a_graph():
    step = tf.function(binary_cross_entropy_with_logits)
    with pytest.raises(tf.errors.InvalidArgumentError, match="targets are probabilities"):
        step(tf.constant([0.0]), tf.constant([2.0]))
    with pytest.raises(tf.errors.InvalidArgumentError, match="z is NaN"):
        step(tf.constant([np.nan]), tf.constant([1.0]))
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"p is outside \[0, 1\]"):
        tf.function(binary_cross_entropy)(tf.constant([1.5]), tf.constant([1.0]))


def test_bad_shapes_stop_a_graph():
    with pytest.raises(ValueError, match=r"y has shape \(2,\) and z has shape \(1,\)"):
        tf.function(binary_cross_entropy_with_logits)(tf.zeros([1]), tf.zeros([2]))
    unknown = tf.function(
        binary_cross_entropy_with_logits,
        input_signature=[tf.TensorSpec([None]), tf.TensorSpec([None])],
    )
    with pytest.raises(tf.errors.InvalidArgumentError, match="y and z differ in shape"):
        unknown(tf.zeros([1]), tf.zeros([2]))


def test_second_derivative_is_p_times_one_minus_p():
    z = tf.constant([-50.0, -2.0, 0.0, 3.0, 50.0], tf.float64)
    y = tf.constant([0.0, 1.0, 0.5, 0.0, 1.0], tf.float64)
    with tf.GradientTape() as outer:
        outer.watch(z)
        with tf.GradientTape() as inner:
            inner.watch(z)
            loss = binary_cross_entropy_with_logits(z, y, "sum")
        first = inner.gradient(loss, z)
    want = [np.exp(-abs(v)) / (1 + np.exp(-abs(v))) ** 2 for v in z.numpy()]
    np.testing.assert_allclose(outer.gradient(first, z), want, rtol=1e-14)


@pytest.mark.parametrize("dtype", [tf.float64, tf.float32, tf.bfloat16, tf.float16])
def test_each_precision_is_right_to_its_own_last_digit(dtype, exact):
    values, targets = logits(1, spread=12)
    z, y = tf.cast(values, dtype), tf.cast(targets > 0.5, dtype)
    with tf.GradientTape() as tape:
        tape.watch(z)
        losses = binary_cross_entropy_with_logits(z, y, "none")
    slope = tape.gradient(losses, z)
    assert losses.dtype == dtype
    assert slope.dtype == dtype
    pairs = list(zip(np.float64(z), np.float64(y), strict=True))
    eps = {"float64": 2e-16, "float32": 1.2e-7, "bfloat16": 2**-7, "float16": 2**-10}[dtype.name]
    tiny = {"float64": 0, "float32": 1e-38, "bfloat16": 1e-38, "float16": 2**-14}[dtype.name]
    for got, by in ((losses, exact.logit_loss), (slope, exact.logit_slope)):
        want = np.array([by(*pair) for pair in pairs])
        error = np.abs(np.float64(got) - want)
        assert (error <= 4 * eps * np.abs(want) + eps * tiny).all()


@pytest.mark.parametrize("dtype", [tf.bool, tf.int64, tf.float16])
def test_targets_of_any_real_dtype(dtype):
    got = binary_cross_entropy_with_logits(tf.zeros([2]), tf.cast([0, 1], dtype), "none")
    np.testing.assert_allclose(got, np.log([2, 2]), rtol=1e-6)


def test_a_variable_is_a_tensor_too():
    z = tf.Variable([0.0])
    with tf.GradientTape() as tape:
        loss = 7 * binary_cross_entropy_with_logits(z, tf.constant([1.0]))
    np.testing.assert_allclose(tape.gradient(loss, z), [-3.5])


def test_validate_false_skips_only_the_values():
    z = tf.constant([np.nan])
    assert np.isnan(binary_cross_entropy_with_logits(z, tf.constant([5.0]), validate=False))
    with pytest.raises(ValueError, match="y has shape"):
        binary_cross_entropy_with_logits(z, tf.ones([2]), validate=False)


@pytest.mark.parametrize(
    ("z", "y", "sentence"),
    [
        ([0.0], tf.ones([1]), r"z is a list; give a tf\.Tensor"),
        (tf.zeros([1], tf.int32), tf.ones([1]), "z has dtype int32; give floating-point"),
        (tf.zeros([1]), tf.ones([1], tf.complex64), "y has dtype complex64; give real"),
        (tf.zeros([1]), tf.constant(["a"]), "y has dtype string; give real"),
    ],
)
def test_what_is_no_tensor_of_numbers_is_named(z, y, sentence):
    with pytest.raises(ValueError, match=sentence):
        binary_cross_entropy_with_logits(z, y)

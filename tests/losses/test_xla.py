"""Every TensorFlow loss inside tf.function, with and without XLA (jit_compile)."""

import numpy as np
import pytest
import tensorflow as tf

from ftlib.losses import reference as ref
from ftlib.losses import tensorflow as ours

rng = np.random.default_rng(0)
Z, LABELS = rng.normal(size=(5, 4)), np.array([0, 3, 1, -100, 2])
Y, W = rng.dirichlet(np.ones(4), 5), np.array([0.5, 1.0, 2.0, 0.0])
LOG_P, P = ref.log_softmax(Z), ref.sigmoid(Z)
H, LAYER, BIAS = rng.normal(size=(5, 6)), rng.normal(size=(4, 6)), rng.normal(size=4)
SOME = np.where(Y > 0.3, -1.0, np.round(Y))  # −1: to be ignored
SMOOTH = {"label_smoothing": 0.1}
BINARY = {"weight": W, "pos_weight": W[:1] + 1, **SMOOTH}
CALLS = [
    ("softmax_cross_entropy", (Z, LABELS), {"weight": W, **SMOOTH}, 1),
    ("softmax_cross_entropy", (Z, Y), {"weight": W, "temperature": 1.7}, 1),
    ("nll_loss", (LOG_P, LABELS), {"weight": W}, 1),
    ("kl_divergence", (LOG_P, Y), {}, 1),
    ("kl_divergence", (LOG_P, np.log(Y)), {"log_targets": True}, 1),
    ("mse", (Z, Y), {}, 1),
    ("info_nce", (H[:3], LAYER), {}, 2),
    ("linear_cross_entropy", (H, LAYER, LABELS), {"bias": BIAS, "chunk": 2, **SMOOTH}, 2),
    ("linear_cross_entropy", (H, LAYER, LABELS), {}, 2),
    ("binary_cross_entropy_with_logits", (Z, Y), BINARY, 1),
    ("binary_cross_entropy_with_logits", (Z, SOME), {"ignore_index": -1}, 1),
    ("binary_cross_entropy", (P, Y), BINARY, 1),
    ("binary_cross_entropy", (P, SOME), {"ignore_index": -1}, 1),
    ("binary_focal_loss_with_logits", (Z, Y), {"alpha": 0.25}, 1),
    ("preference_loss", (Z, Y), {}, 2),
    ("dpo_loss", (Z, Y, P, LOG_P), {"beta": 0.5}, 2),
]
IDS = [f"{name}-{k}" for k, (name, *_) in enumerate(CALLS)]


@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
@pytest.mark.parametrize(("name", "arrays", "options", "wrt"), CALLS, ids=IDS)
def test_value_and_gradient_under_xla(name, arrays, options, wrt, reduction):
    tensors = {k: tf.constant(v) if isinstance(v, np.ndarray) else v for k, v in options.items()}

    @tf.function(jit_compile=True)
    def step(*given):
        with tf.GradientTape() as tape:
            tape.watch(given[:wrt])
            loss = getattr(ours, name)(*given, reduction=reduction, **tensors)
        return loss, tape.gradient(loss, list(given[:wrt]))

    loss, slopes = step(*map(tf.constant, arrays))
    want = getattr(ref, name)(*arrays, reduction=reduction, **options)
    np.testing.assert_allclose(loss, want, rtol=1e-12, atol=1e-14)
    closed = getattr(ref, f"{name}_grad")(*arrays, reduction=reduction, **options)
    closed = closed[:wrt] if isinstance(closed, tuple) else [closed]
    for mine, wanted in zip(slopes, closed, strict=True):
        np.testing.assert_allclose(mine, wanted, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("name", ["softmax", "log_softmax", "logsumexp"])
def test_the_family_of_the_softmax_under_xla(name):
    got = tf.function(getattr(ours, name), jit_compile=True)(tf.constant(Z))
    np.testing.assert_allclose(got, getattr(ref, name)(Z), rtol=1e-13)


@pytest.mark.parametrize("rows", [0, 1, 2, 5])
def test_the_fused_layer_in_a_graph_of_unknown_size(rows):
    """The last chunk is filled up; a graph that knows no sizes fills it too."""
    spec = [tf.TensorSpec([None, 6], tf.float64), tf.TensorSpec([None], tf.int64)]

    @tf.function(input_signature=spec)
    def step(h, y):
        with tf.GradientTape() as tape:
            tape.watch(h)
            losses = ours.linear_cross_entropy(h, tf.constant(LAYER), y, chunk=2, reduction="none")
        return losses, tape.gradient(losses, h)

    losses, slope = step(tf.constant(H[:rows]), tf.constant(LABELS[:rows]))
    want = ref.linear_cross_entropy(H[:rows], LAYER, LABELS[:rows], reduction="none")
    np.testing.assert_allclose(losses, want, rtol=1e-12)
    want = ref.linear_cross_entropy_grad(H[:rows], LAYER, LABELS[:rows], reduction="none").hidden
    np.testing.assert_allclose(slope, want, rtol=1e-12, atol=1e-14)


def test_values_that_overflow_stop_a_graph():
    step = tf.function(ours.linear_cross_entropy)
    big = tf.constant(np.float32(1e30) * np.ones((1, 2), np.float32))
    with pytest.raises(tf.errors.InvalidArgumentError, match="the logits overflow"):
        step(big, tf.concat([big, big], 0), tf.constant([0]))
    with pytest.raises(tf.errors.InvalidArgumentError, match="z is NaN or infinite"):
        tf.function(ours.binary_focal_loss_with_logits)(tf.constant([np.inf]), tf.constant([1.0]))
    with pytest.raises(tf.errors.InvalidArgumentError, match="queries is NaN or infinite"):
        tf.function(ours.info_nce)(tf.constant([[np.inf]]), tf.constant([[1.0]]))
    with pytest.raises(tf.errors.InvalidArgumentError, match="rejected is NaN or infinite"):
        tf.function(ours.preference_loss)(tf.constant([1.0]), tf.constant([-np.inf]))

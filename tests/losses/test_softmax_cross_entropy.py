"""Softmax cross-entropy on each back end: by hand, at the edges, and what the options mean."""

import math
import warnings

import numpy as np
import pytest

from ftlib.losses import _classes
from ftlib.losses import reference as ref

NAME = "softmax_cross_entropy"
HALVES = [math.log(2), 0.0, 0.0]  # p = 1/2, 1/4, 1/4


def value(backend, z, y, **options):
    labels = np.asarray(y).dtype.kind == "i"
    weight = options.pop("weight", None)
    if weight is not None:
        options["weight"] = backend.tensor(weight)
    y = backend.tensor(y, np.int64 if labels else np.float64)
    return np.asarray(getattr(backend.module, NAME)(backend.tensor(z), y, **options))


def slope(backend, z, y, **options):
    if backend.name == "reference":
        return ref.softmax_cross_entropy_grad(z, y, **options)
    y = backend.tensor(y, np.asarray(y).dtype)
    f = getattr(backend.module, NAME)
    return backend._autodiff(lambda t: f(t, y, **options), z)


def test_value_and_gradient_by_hand(backend):
    got = value(backend, [HALVES, HALVES], [0, 2], reduction="none")
    np.testing.assert_allclose(got, [math.log(2), math.log(4)], rtol=1e-15)
    got = slope(backend, [HALVES, HALVES], [0, 2], reduction="sum")
    np.testing.assert_allclose(got, [[-0.5, 0.25, 0.25], [0.5, 0.25, -0.75]], rtol=1e-14)


def test_weights_and_the_mean_by_hand(backend):
    # Losses ln 2 and ln 4, weights 1 and 3: (ln 2 + 3 ln 4) / 4.
    got = value(backend, [HALVES, HALVES], [0, 2], weight=[1, 2, 3])
    assert got == pytest.approx((math.log(2) + 3 * math.log(4)) / 4, rel=1e-14)


def test_label_smoothing_by_hand(backend):
    # Target (0.8, 0.1, 0.1) for ε = 0.3.
    got = value(backend, [HALVES], [0], label_smoothing=0.3)
    assert got == pytest.approx(0.8 * math.log(2) + 0.2 * math.log(4), rel=1e-14)


def test_temperature_by_hand(backend):
    got = value(backend, [[2 * math.log(2), 0, 0]], [0], temperature=2.0)
    assert got == pytest.approx(math.log(2), rel=1e-14)
    assert value(backend, [[5.0, 1.0]], [0], temperature=1e9) == pytest.approx(math.log(2))


def test_labels_and_one_hot_rows_are_the_same_target(backend):
    rng = np.random.default_rng(0)
    z, labels = rng.normal(size=(2, 3, 4)), rng.integers(0, 4, size=(2, 3))
    one_hot = np.eye(4)[labels]
    assert value(backend, z, labels) == pytest.approx(value(backend, z, one_hot), rel=1e-14)
    whole = value(backend, z, np.int64(one_hot))  # one-hot rows of integers are taken too
    assert whole == pytest.approx(value(backend, z, labels), rel=1e-14)


def test_a_shift_of_all_logits_changes_nothing(backend):
    z = np.array([[1.0, -2.0, 0.5]])
    moved = value(backend, z + 1000, [1])
    assert moved == pytest.approx(value(backend, z, [1]), rel=1e-12)
    np.testing.assert_allclose(slope(backend, z, np.array([1])).sum(-1), 0, atol=1e-16)


def test_two_classes_are_the_binary_loss(backend):
    z = np.array([-3.0, 0.2, 40.0])
    rows = np.stack([np.zeros(3), z], -1)
    binary = ref.binary_cross_entropy_with_logits(z, [1, 0, 1], "none")
    got = value(backend, rows, [1, 0, 1], reduction="none")
    np.testing.assert_allclose(got, binary, rtol=1e-13, atol=1e-16)


def test_cross_entropy_is_divergence_plus_entropy(backend):
    rng = np.random.default_rng(1)
    z, y = rng.normal(size=(5, 4)), rng.dirichlet(np.ones(4), 5)
    entropy = -np.mean((y * np.log(y)).sum(-1))
    log_p = backend.module.log_softmax(backend.tensor(z))
    divergence = np.asarray(backend.module.kl_divergence(log_p, backend.tensor(y)))
    assert value(backend, z, y) == pytest.approx(divergence + entropy, rel=1e-13)


@pytest.mark.parametrize("shape", [(), (1,), (2, 3), (2, 1, 2)])
def test_any_leading_shape(backend, shape):
    z, y = np.zeros((*shape, 4)), np.zeros(shape, np.int64)
    assert value(backend, z, y, reduction="none").shape == shape
    assert value(backend, z, y) == pytest.approx(math.log(4))


def test_ignored_rows_count_nothing(backend):
    z = np.array([HALVES, [9.0, -9.0, 0.0], HALVES])
    y = np.array([0, -100, 2])
    got = value(backend, z, y, reduction="none")
    np.testing.assert_allclose(got, [math.log(2), 0, math.log(4)], rtol=1e-14)
    assert value(backend, z, y) == pytest.approx(math.log(8) / 2, rel=1e-14)
    assert (slope(backend, z, y)[1] == 0).all()
    smooth = value(backend, z, y, label_smoothing=0.3, reduction="none")
    assert smooth[1] == 0


@pytest.mark.parametrize("options", [{}, {"label_smoothing": 0.1}])
def test_all_ignored_is_zero_and_moves_nothing(backend, options):
    z, y = np.ones((2, 3)) * 5, np.array([-100, -100])
    for reduction in ("mean", "sum"):
        got = value(backend, z, y, reduction=reduction, **options)
        assert got == 0
        assert not np.signbit(got)
        assert (slope(backend, z, y, reduction=reduction, **options) == 0).all()


def test_labels_that_weigh_nothing_are_like_ignored_ones(backend):
    assert value(backend, [[1.0, 2.0]], [1], weight=[1.0, 0.0]) == 0


def test_empty_batch(backend):
    z, y = np.zeros((0, 3)), np.zeros(0, np.int64)
    assert value(backend, z, y, reduction="none").shape == (0,)
    assert value(backend, z, y, reduction="sum") == 0
    with pytest.raises(ValueError, match=r"logits is empty and reduction is 'mean'.*skip empty"):
        value(backend, z, y)


def test_huge_and_infinite_logits(backend):
    inf = math.inf
    z = [[1e4, -1e4, 0], [1e4, -1e4, 0], [-inf, 0, 0], [-inf, 0, 0], [inf, 0, 9], [inf, 0, 9]]
    y = np.array([0, 1, 1, 0, 0, 2])
    got = value(backend, z, y, reduction="none")
    np.testing.assert_allclose(got, [0, 2e4, math.log(2), inf, 0, inf], rtol=1e-14)
    got = slope(backend, z, y, reduction="none")
    rows = [[0, 0, 0], [1, -1, 0], [0, -0.5, 0.5], [-1, 0.5, 0.5], [0, 0, 0], [1, 0, -1]]
    np.testing.assert_allclose(got, rows, atol=1e-15)


def test_what_weighs_nothing_counts_nothing_even_if_impossible(backend):
    z = [[-math.inf, 0.0, 0.0]]
    got = value(backend, z, [1], weight=[0.0, 1.0, 1.0], label_smoothing=0.3)
    assert got == pytest.approx(0.9 * math.log(2), rel=1e-14)
    got = value(backend, z, [[0.0, 0.5, 0.5]])
    assert got == pytest.approx(math.log(2), rel=1e-14)


def test_probabilities_for_logits_are_suspected_once(backend):
    _classes._warned.clear()
    rows = [[0.2, 0.8], [0.5, 0.5]]
    with pytest.warns(_classes.SuspiciousLogits, match="every row of logits lies in"):
        value(backend, rows, [0, 1])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        value(backend, rows, [0, 1])


def test_ordinary_logits_are_not_suspected(backend):
    _classes._warned.clear()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        value(backend, [[0.2, 0.8], [0.5, 0.6]], [0, 1])
        value(backend, [[0.0, 0.0]], [0])


def test_hessian_by_hand():
    got = ref.softmax_cross_entropy_hessian([HALVES], [1], reduction="sum")[0]
    p = np.array([0.5, 0.25, 0.25])
    np.testing.assert_allclose(got, np.diag(p) - np.outer(p, p), rtol=1e-14, atol=1e-17)


def test_arguments_are_left_alone(backend):
    z, y = backend.tensor([HALVES]), backend.tensor([0], np.int64)
    getattr(backend.module, NAME)(z, y)
    np.testing.assert_array_equal(np.asarray(z), [HALVES])


def test_mse_and_info_nce_by_hand(backend):
    got = backend.module.mse(backend.tensor([1.0, 3.0]), backend.tensor([2.0, 1.0]))
    assert float(got) == pytest.approx(2.5)
    q, k = backend.tensor([[1.0, 0.0]]), backend.tensor([[1.0, 0.0], [1.0, 0.0], [1.0, 0.0]])
    assert float(backend.module.info_nce(q, k)) == pytest.approx(math.log(3))  # all alike: log M
    k = backend.tensor([[math.log(2), 0.0], [0.0, 5.0]])
    got = float(backend.module.info_nce(q, k, temperature=1.0))
    assert got == pytest.approx(math.log(3 / 2))


def test_binary_weights_by_hand(backend):
    f = backend.module.binary_cross_entropy_with_logits
    z, y = backend.tensor([0.0, 0.0, 0.0]), backend.tensor([1.0, 0.0, -1.0])
    pos, w = backend.tensor([3.0]), backend.tensor([1.0, 2.0, 1.0])
    got = np.asarray(f(z, y, "none", weight=w, pos_weight=pos, ignore_index=-1))
    np.testing.assert_allclose(got, np.log(2) * np.array([3, 2, 0]), rtol=1e-14)
    got = float(f(z, y, weight=w, pos_weight=pos, ignore_index=-1))
    assert got == pytest.approx(2.5 * math.log(2))
    nothing = backend.tensor([-1.0, -1.0, -1.0])
    assert float(f(z, nothing, ignore_index=-1)) == 0


def test_hard_labels_need_memory_for_the_rows_only():
    """Not [C, C]: a vocabulary of 50,000 would need 20 GB."""
    import tracemalloc

    logits = np.zeros((2, 50_000))
    tracemalloc.start()
    value = ref.softmax_cross_entropy(logits, np.array([0, 49_999]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert value == pytest.approx(np.log(50_000), rel=1e-12)
    assert peak < 20 * logits.nbytes


def test_tensorflow_takes_a_temperature_that_float32_cannot_hold():
    import tensorflow as tf

    from ftlib.losses import tensorflow as tf_losses

    logits, labels = np.linspace(-2, 2, 12).reshape(3, 4), np.array([0, 3, 1])
    want = ref.softmax_cross_entropy(logits, labels, temperature=1.7)
    got = tf_losses.softmax_cross_entropy(tf.constant(logits), tf.constant(labels), temperature=1.7)
    assert float(got) == pytest.approx(want, rel=1e-14)

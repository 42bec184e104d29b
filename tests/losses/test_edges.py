"""Edges where back ends like to part: dtypes, shapes, weights of nothing, ends of the ranges.

Each case is worked out by hand, and every back end gives it: the value and the gradient.
"""

import math

import numpy as np
import pytest

from ftlib.losses import reference as ref

CE, NLL = "softmax_cross_entropy", "nll_loss"
BCE, BCE_P = "binary_cross_entropy_with_logits", "binary_cross_entropy"
FOCAL, LIN = "binary_focal_loss_with_logits", "linear_cross_entropy"
inf = math.inf
LOG2, LOG4 = math.log(2), math.log(4)
HALVES = [LOG2, 0.0, 0.0]  # p = 1/2, 1/4, 1/4
LABELS = [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32]


def run(backend, name, *arrays, **options):
    make = lambda x: backend.tensor(x, x.dtype) if isinstance(x, np.ndarray) else x  # noqa: E731
    result = getattr(backend.module, name)(
        *map(make, arrays), **{key: make(option) for key, option in options.items()}
    )
    return np.asarray(result.numpy() if backend.name == "torch" else result)


@pytest.mark.parametrize("dtype", LABELS)
def test_labels_of_any_integer_dtype(backend, dtype):
    z, y = np.array([HALVES, HALVES, HALVES]), np.array([0, 2, 1], dtype=dtype)
    for name, rows in ((CE, z), (NLL, ref.log_softmax(z))):
        got = run(backend, name, rows, y, reduction="none", ignore_index=1)
        np.testing.assert_allclose(got, [LOG2, LOG4, 0], rtol=1e-14)
    got = run(backend, LIN, z, np.eye(3), y, reduction="none", ignore_index=1)
    np.testing.assert_allclose(got, [LOG2, LOG4, 0], rtol=1e-14)


@pytest.mark.parametrize("dtype", [bool, np.int8, np.uint16, np.float16, np.float32])
@pytest.mark.parametrize("name", [BCE, BCE_P, FOCAL])
def test_binary_targets_of_any_real_dtype(backend, name, dtype):
    a = np.array([0.5, 0.5])
    got = run(backend, name, a, np.array([0, 1], dtype=dtype), "none")
    want = run(backend, name, a, np.array([0.0, 1.0]), "none")
    np.testing.assert_array_equal(got, want)


def test_one_hot_rows_of_booleans(backend):
    got = run(backend, CE, np.array([HALVES]), np.array([[False, False, True]]))
    assert got == pytest.approx(LOG4)


@pytest.mark.parametrize("ignore", [-(2**62), -100, -1, 0, 2, 3, 10**12, 2**62])
def test_any_label_can_be_the_ignored_one(backend, ignore):
    z, y = np.array([HALVES, HALVES]), np.array([1, ignore])
    got = run(backend, CE, z, y, ignore_index=ignore, reduction="none")
    np.testing.assert_allclose(got, [LOG4, 0], rtol=1e-14)
    assert run(backend, CE, z, y, ignore_index=ignore) == pytest.approx(LOG4)


@pytest.mark.parametrize("ignore", [-1, 0, 1, 2, -100])
@pytest.mark.parametrize("name", [BCE, BCE_P])
def test_any_binary_target_can_be_the_ignored_one(backend, name, ignore):
    kept = 1.0 - (ignore == 1)
    a = np.array([0.0, 0.0]) if name == BCE else np.array([0.5, 0.5])
    y = np.array([kept, ignore])
    got = run(backend, name, a, y, "none", ignore_index=ignore)
    np.testing.assert_allclose(got, [LOG2, 0], rtol=1e-14)
    assert run(backend, name, a, y, ignore_index=ignore) == pytest.approx(LOG2)
    assert run(backend, name, a, np.full(2, float(ignore)), ignore_index=ignore) == 0


def test_all_of_the_target_smoothed_away(backend):
    for y in (np.array([0]), np.array([[0.2, 0.3, 0.5]])):
        got = run(backend, CE, np.array([HALVES]), y, label_smoothing=1.0)
        assert got == pytest.approx((LOG2 + 2 * LOG4) / 3, rel=1e-14)
    got = run(backend, BCE, np.array([math.log(3)]), np.array([1.0]), label_smoothing=1)
    assert got == pytest.approx((math.log(4 / 3) + LOG4) / 2, rel=1e-14)
    got = run(backend, BCE_P, np.array([0.75]), np.array([1.0]), label_smoothing=1.0)
    assert got == pytest.approx((math.log(4 / 3) + LOG4) / 2, rel=1e-14)


@pytest.mark.parametrize("size", [1e-300, 1e-5, 1e300])
def test_the_size_of_class_weights_cancels_in_the_mean(backend, size):
    weight = size * np.array([1.0, 2.0, 3.0])
    got = run(backend, CE, np.array([HALVES, HALVES]), np.array([0, 2]), weight=weight)
    assert got == pytest.approx((LOG2 + 3 * LOG4) / 4, rel=1e-13)


def test_weights_of_integers_and_booleans(backend):
    z, y = np.array([HALVES, HALVES]), np.array([0, 2])
    got = run(backend, CE, z, y, weight=np.array([1, 2, 3]))
    assert got == pytest.approx((LOG2 + 3 * LOG4) / 4, rel=1e-14)
    got = run(backend, CE, z, y, weight=np.array([True, True, False]))
    assert got == pytest.approx(LOG2, rel=1e-14)
    got = run(backend, BCE, np.zeros(2), np.ones(2), "none", weight=np.array([1, 2]))
    np.testing.assert_allclose(got, [LOG2, 2 * LOG2], rtol=1e-14)


def test_a_batch_that_weighs_nothing_is_zero_even_where_its_loss_is_infinite(backend):
    z, weight = np.array([[-inf, 0.0, 0.0]]), np.array([1.0, 1.0, 0.0])
    got = run(backend, CE, z, np.array([2]), weight=weight, label_smoothing=0.3)
    assert got == 0


@pytest.mark.parametrize("name", [BCE, BCE_P, FOCAL, "mse"])
@pytest.mark.parametrize("shape", [(0,), (0, 3), (2, 0)])
def test_nothing_of_any_shape(backend, name, shape):
    a = np.zeros(shape)
    assert run(backend, name, a, a, reduction="none").shape == shape
    assert run(backend, name, a, a, reduction="sum") == 0


@pytest.mark.parametrize("name", [CE, NLL, "kl_divergence"])
@pytest.mark.parametrize("shape", [(0,), (0, 2), (2, 0)])
def test_no_rows_of_any_shape(backend, name, shape):
    a, y = np.zeros((*shape, 4)), np.zeros((*shape, 4))
    assert run(backend, name, a, y, reduction="none").shape == shape
    assert run(backend, name, a, y, reduction="sum") == 0
    if name != "kl_divergence":
        assert run(backend, name, a, np.zeros(shape), reduction="none").shape == shape


@pytest.mark.parametrize("reduction", ["none", "sum"])
def test_the_fused_layer_of_no_rows(backend, reduction):
    h, w = np.zeros((0, 4)), np.ones((3, 4))
    for labels in (np.zeros(0, np.int64), np.zeros(0)):
        got = run(backend, LIN, h, w, labels, reduction=reduction)
        assert got.shape == ((0,) if reduction == "none" else ())
        assert (got == 0).all()


@pytest.mark.parametrize("chunk", [None, 1, 2, 3, 100, np.int64(2)])
def test_the_fused_layer_of_a_single_row_and_of_a_grid(backend, chunk):
    w = np.array([[1.0], [0.0], [0.0]])
    h = np.full((1,), LOG2)
    assert run(backend, LIN, h, w, np.array(2), chunk=chunk) == pytest.approx(LOG4)
    grid, labels = np.full((2, 2, 1), LOG2), np.array([[0, 1], [-100, 0]])
    got = run(backend, LIN, grid, w, labels, chunk=chunk, reduction="none")
    np.testing.assert_allclose(got, [[LOG2, LOG4], [0, LOG2]], rtol=1e-14)


def test_the_fused_layer_without_inputs_is_its_bias(backend):
    h, w = np.zeros((2, 0)), np.zeros((3, 0))
    got = run(backend, LIN, h, w, np.array([0, 1]), bias=np.array(HALVES), reduction="none")
    np.testing.assert_allclose(got, [LOG2, LOG4], rtol=1e-14)


def test_a_class_that_the_bias_leaves_out(backend):
    h, w = np.zeros((2, 1)), np.zeros((3, 1))
    bias = np.array([0.0, 0.0, -inf])
    got = run(backend, LIN, h, w, np.array([0, 2]), bias=bias, reduction="none")
    np.testing.assert_allclose(got, [LOG2, inf], rtol=1e-14)


def test_log_sum_exp_at_the_ends(backend):
    z = np.array([[inf, 0.0], [-inf, 3.0], [-inf, -inf]])
    np.testing.assert_array_equal(run(backend, "logsumexp", z), [inf, 3, -inf])
    if backend.name != "reference":
        f = backend.module.logsumexp
        np.testing.assert_array_equal(backend._autodiff(f, z[:2]), [[1, 0], [0, 1]])
    np.testing.assert_array_equal(ref.logsumexp_grad(z[:2]), [[1, 0], [0, 1]])


@pytest.mark.parametrize("z", [1e4, -1e4])
@pytest.mark.parametrize("gamma", [0.0, 0.5, 2.0, 100.0])
def test_focal_loss_of_extreme_logits(backend, z, gamma):
    wrong = 0.0 if z > 0 else 1.0  # the target that the logit excludes: the loss is |z|
    got = run(backend, FOCAL, np.array([z, z]), np.array([wrong, 1 - wrong]), "none", gamma=gamma)
    np.testing.assert_array_equal(got, [1e4, 0])


@pytest.mark.parametrize("name", [CE, NLL])
def test_half_precision_logits(backend, name):
    if backend.name == "reference":  # float64, whatever it is given
        return
    z = np.float16([HALVES, HALVES])
    rows = z if name == CE else np.float16(ref.log_softmax(z))
    got = run(backend, name, rows, np.array([0, 2]), reduction="none")
    assert got.dtype == np.float16
    np.testing.assert_allclose(got, [LOG2, LOG4], rtol=2e-3)


def test_rows_that_do_not_lie_together_in_memory():
    import torch

    from ftlib.losses import torch as ours

    rng = np.random.default_rng(0)
    wide = torch.tensor(rng.normal(size=(4, 2, 6)))
    z, labels = wide.transpose(0, 1)[..., ::2], torch.tensor(rng.integers(0, 3, (4, 2))).T
    assert not z.is_contiguous()
    for f, a, y in (
        (ours.softmax_cross_entropy, z, labels),
        (ours.nll_loss, ours.log_softmax(z), labels),
        (ours.binary_cross_entropy_with_logits, z, torch.sigmoid(-z)),
    ):
        x, whole = (
            t.detach().clone(memory_format=m).requires_grad_()
            for t, m in ((a, torch.preserve_format), (a.contiguous(), torch.contiguous_format))
        )
        for reduction in ("none", "mean", "sum"):
            got, want = f(x, y, reduction=reduction), f(whole, y.contiguous(), reduction=reduction)
            torch.testing.assert_close(got, want)
            slopes = (torch.autograd.grad(v.sum(), t)[0] for v, t in ((got, x), (want, whole)))
            torch.testing.assert_close(*slopes)

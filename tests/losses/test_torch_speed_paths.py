"""The ways that PyTorch's losses take for speed give what the slow definition gives.

Each has its own code: hard targets, two classes, many classes. (For what is done in one pass see
`test_torch_fused.py`.) Expected values come from exact decimals, from PyTorch's own losses in
float64, or from the definition.
"""

import itertools

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from ftlib.losses.torch import binary_cross_entropy_with_logits as bce
from ftlib.losses.torch import softmax_cross_entropy
from ftlib.losses.torch.logit_losses import FEW

INF = float("inf")
Z = [-700.0, -40.0, -17.0, -1e-9, 0.0, 0.5, 16.7, 36.8, 60.0, 700.0]
HARD = [(z, y) for z in Z for y in (0.0, 1.0)]


def slope_of(loss, z, upstream=None):
    (slope,) = torch.autograd.grad(loss, z, upstream)
    return slope


@pytest.mark.parametrize("extra", [[], [0.25]])
@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
def test_hard_targets_alone_and_among_soft_ones_keep_their_digits(extra, dtype, exact):
    pairs = [*HARD, *((z, y) for z in Z for y in extra)]
    z = torch.tensor([z for z, _ in pairs], dtype=dtype, requires_grad=True)
    y = torch.tensor([y for _, y in pairs], dtype=dtype)
    losses = bce(z, y, "none")
    slopes = slope_of(losses, z, torch.ones_like(z))
    eps, tiny = torch.finfo(dtype).eps, torch.finfo(dtype).tiny
    for got, by in ((losses, exact.logit_loss), (slopes, exact.logit_slope)):
        want = np.array([by(*pair) for pair in zip(z.tolist(), y.tolist(), strict=True)])
        error = np.abs(got.detach().double().numpy() - want)
        allowed = np.where(np.isin(y, (0, 1)), np.abs(want), 1.0 + np.abs(want))
        assert (error <= 8 * eps * allowed + 2 * tiny).all()


@pytest.mark.parametrize("soft", [False, True])
def test_infinite_logits(soft):
    z = torch.tensor([INF, -INF, INF, -INF, 0.0], requires_grad=True)
    y = torch.tensor([1.0, 0.0, 0.0, 1.0, 0.5 if soft else 1.0])
    losses = bce(z, y, "none")
    assert losses.tolist()[:4] == [0, 0, INF, INF]
    assert slope_of(losses.sum(), z).tolist() == [0, 0, 1, -1, 0 if soft else -0.5]


def test_a_target_next_to_one_is_not_taken_for_one():
    below = 1.0 - torch.finfo(torch.float64).eps
    z = torch.tensor([45.0], dtype=torch.float64, requires_grad=True)
    slope = slope_of(bce(z, torch.tensor([below], dtype=torch.float64)), z).item()
    assert slope == pytest.approx((1.0 - below) - np.exp(-45.0), rel=1e-12, abs=0)


def test_hard_targets_that_need_a_gradient_get_it():
    z = torch.tensor([2.0, -3.0])
    y = torch.tensor([1.0, 0.0], requires_grad=True)
    assert slope_of(bce(z, y, "sum"), y).tolist() == [-2.0, 3.0]  # −z


@pytest.mark.parametrize("soft", [False, True])
@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
@pytest.mark.parametrize("size", [7, FEW + 1])
def test_few_logits_and_many(soft, reduction, size):
    torch.manual_seed(0)
    z = torch.randn(size, dtype=torch.float64).mul_(4).requires_grad_()
    y = torch.rand(size, dtype=torch.float64)
    y = y if soft else y.round()
    got, want = bce(z, y, reduction), F.binary_cross_entropy_with_logits(z, y, reduction=reduction)
    torch.testing.assert_close(got, want, rtol=1e-12, atol=1e-14)
    upstream = torch.randn_like(want)
    first = torch.autograd.grad(got, z, upstream, retain_graph=True)[0]
    again = torch.autograd.grad(got, z, 2 * upstream)[0]  # nothing kept was overwritten before
    torch.testing.assert_close(first, slope_of(want, z, upstream), rtol=1e-12, atol=1e-14)
    torch.testing.assert_close(again, 2 * first, rtol=1e-14, atol=0)


def test_half_precision_slopes_survive_a_loss_scale():
    z = torch.tensor([-20.0, 2.0], dtype=torch.float16, requires_grad=True)
    loss = bce(z, torch.tensor([0.0, 0.25], dtype=torch.float16), "sum") * 2**14
    assert slope_of(loss, z)[0].item() == pytest.approx(2**14 * np.exp(-20.0), rel=1e-2)


@pytest.mark.parametrize("classes", [2, 3, 64, 200])
@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
def test_few_and_many_classes(classes, reduction):
    torch.manual_seed(0)
    z = torch.randn(50, classes, dtype=torch.float64).mul_(3).requires_grad_()
    labels = torch.randint(0, classes, (50,))
    got = softmax_cross_entropy(z, labels, reduction=reduction)
    want = F.cross_entropy(z, labels, reduction=reduction)
    torch.testing.assert_close(got, want, rtol=1e-13, atol=1e-14)
    upstream = torch.randn_like(want)
    first = torch.autograd.grad(got, z, upstream, retain_graph=True)[0]
    again = torch.autograd.grad(got, z, 2 * upstream)[0]
    torch.testing.assert_close(first, slope_of(want, z, upstream), rtol=1e-12, atol=1e-15)
    torch.testing.assert_close(again, 2 * first, rtol=1e-14, atol=0)


def test_two_classes_at_the_limits():
    rows = [[INF, 0.0], [0.0, INF], [-INF, 0.0], [1e4, -1e4], [3.0, 3.0]]
    z = torch.tensor(rows, dtype=torch.float64, requires_grad=True)
    losses = softmax_cross_entropy(z, torch.tensor([0, 0, 1, 1, 0]), reduction="none")
    torch.testing.assert_close(losses.tolist(), [0.0, INF, 0.0, 2e4, np.log(2)])
    slopes = slope_of(losses, z, torch.ones_like(losses))
    assert slopes.tolist() == [[0, 0], [-1, 1], [0, 0], [1, -1], [-0.5, 0.5]]


@pytest.mark.parametrize("row", [[INF, INF], [-INF, -INF], [float("nan"), 0.0]])
def test_two_classes_without_a_softmax_are_refused(row):
    with pytest.raises(ValueError, match=r"logits is (inf for several|-inf for every|NaN at)"):
        softmax_cross_entropy(torch.tensor([[0.0, 1.0], row]), torch.tensor([0, 1]))


def test_two_classes_keep_their_digits_under_autocast():
    z = torch.tensor([[0.1, 3.3], [1.7, -0.6]], requires_grad=True)
    labels = torch.tensor([0, 1])
    want = F.cross_entropy(z, labels, reduction="none")
    with torch.autocast("cpu", dtype=torch.bfloat16):
        got = softmax_cross_entropy(z, labels, reduction="none")
    torch.testing.assert_close(got, want, rtol=1e-6, atol=0)


@pytest.mark.parametrize("classes", [2, 20])
def test_probabilities_keep_their_digits_under_autocast(classes):
    z, y = torch.zeros(4, classes), torch.full((4, classes), 1 / classes)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        loss = softmax_cross_entropy(z, y)
        with pytest.raises(ValueError, match=r"targets sums to 1\.001 in row \(0,\)"):
            softmax_cross_entropy(z, y * 1.001)
    assert loss.item() == pytest.approx(np.log(classes), rel=1e-6)


def test_two_classes_have_second_derivatives():
    z = torch.randn(4, 2, dtype=torch.float64, requires_grad=True)
    labels = torch.tensor([0, 1, 1, 0])
    for loss in (lambda t: softmax_cross_entropy(t, labels), lambda t: bce(t[:, 0], labels)):
        assert torch.autograd.gradcheck(loss, (z,))
        assert torch.autograd.gradgradcheck(loss, (z,))


def test_many_classes_with_many_upstream_gradients_at_once():
    z = torch.randn(3, 70, dtype=torch.float64, requires_grad=True)
    losses = softmax_cross_entropy(z, torch.tensor([0, 69, 5]), reduction="none")
    eye = torch.eye(3, dtype=torch.float64)
    (got,) = torch.autograd.grad(losses, z, eye, is_grads_batched=True, retain_graph=True)
    torch.testing.assert_close(got.sum(0), slope_of(losses, z, torch.ones_like(losses)))


def test_a_tensor_carried_out_of_a_transform_is_taken():
    kept = []
    torch.func.grad(lambda t: (kept.append(t), t.sum())[1])(torch.ones(3))
    (z,) = kept
    loss = bce(z, torch.ones(3), validate=False)
    torch.testing.assert_close(loss.item(), float(np.log1p(np.exp(-1.0))))


def test_every_bad_target_is_named_among_hard_ones():
    for bad, sentence in itertools.product((2.0, -1.0, float("nan")), ["y is"]):
        with pytest.raises(ValueError, match=sentence):
            bce(torch.zeros(3), torch.tensor([0.0, bad, 1.0]))


LIMITS = torch.tensor([[INF, 0.0, 1.0], [0.0, INF, -INF]], dtype=torch.float64)


@pytest.mark.parametrize("targets", [torch.tensor([0, 0]), torch.eye(3)[[0, 0]].double()])
def test_a_certain_class_keeps_its_loss_and_slope(targets):
    z = LIMITS.clone().requires_grad_()
    losses = softmax_cross_entropy(z, targets, reduction="none")
    assert losses.tolist() == [0, INF]
    assert slope_of(losses, z, torch.ones_like(losses)).tolist() == [[0, 0, 0], [-1, 1, 0]]


@pytest.mark.parametrize("validate", [True, False])
@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
def test_an_impossible_class_that_no_target_expects_counts_nothing(validate, reduction):
    z = torch.tensor([[0.0, 0.0, -INF]], requires_grad=True)
    y = torch.tensor([[0.25, 0.75, 0.0]])
    loss = softmax_cross_entropy(z, y, reduction=reduction, validate=validate)
    torch.testing.assert_close(loss.sum().item(), float(np.log(2)))
    assert slope_of(loss.sum(), z).tolist() == [[0.25, -0.25, 0]]


@pytest.mark.parametrize("classes", [2, 3, 70])
def test_nan_in_an_ignored_row_is_refused(classes):
    z = torch.zeros(3, classes)
    z[1, 1] = float("nan")
    with pytest.raises(ValueError, match=r"logits is NaN at index \(1, 1\)"):
        softmax_cross_entropy(z, torch.tensor([0, -100, 1]))


def test_a_first_call_in_inference_mode_leaves_later_derivatives_right():
    z, y = torch.zeros(11, requires_grad=True), torch.full((11,), 0.25)  # a size of this test only
    with torch.inference_mode():
        bce(torch.zeros(11), y)
    (slope,) = torch.autograd.grad(bce(z, y) ** 2, z, create_graph=True)
    # (L²)″ summed over a row: 2 L′ ΣL′ + 2 L L″, with L = log 2, L′ = L″ = 1/4 of a mean of 11
    want = 2 * (0.25 / 11) * 0.25 + 2 * np.log(2) * 0.25 / 11
    assert slope_of(slope.sum(), z).tolist() == pytest.approx([want] * 11)


@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
def test_many_probabilities(reduction):
    torch.manual_seed(0)
    z = torch.randn(50, 64, dtype=torch.float64).mul_(3).requires_grad_()
    q = torch.rand(50, 64, dtype=torch.float64).softmax(-1).requires_grad_()
    got = softmax_cross_entropy(z, q, reduction=reduction)
    want = F.cross_entropy(z, q, reduction=reduction)
    torch.testing.assert_close(got, want, rtol=1e-12, atol=1e-14)
    upstream = torch.randn_like(want)
    for mine, theirs in zip(
        torch.autograd.grad(got, (z, q), upstream, create_graph=True),
        torch.autograd.grad(want, (z, q), upstream, create_graph=True),
        strict=True,
    ):
        torch.testing.assert_close(mine, theirs, rtol=1e-11, atol=1e-14)
        twice, wanted = (
            torch.autograd.grad(g.square().sum(), z, retain_graph=True)[0] for g in (mine, theirs)
        )
        torch.testing.assert_close(twice, wanted, rtol=1e-9, atol=1e-14)


def test_many_probabilities_in_forward_mode():
    torch.manual_seed(0)
    size = (50, 64)
    z, along, q = torch.randn(size), torch.randn(size), torch.rand(size).softmax(-1)
    with torch.autograd.forward_ad.dual_level():
        loss = softmax_cross_entropy(torch.autograd.forward_ad.make_dual(z, along), q)
        slope = torch.autograd.forward_ad.unpack_dual(loss).tangent
    want = ((z.softmax(-1) - q) * along).sum() / size[0]
    torch.testing.assert_close(slope, want, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("autocast", [False, True])
def test_a_sum_of_very_many_keeps_its_digits(autocast):
    torch.manual_seed(0)
    z, y = torch.randn(4096, 512).mul_(3), torch.rand(4096, 512)
    q = y.softmax(-1)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=autocast):
        binary, classes = bce(z, y, "sum"), softmax_cross_entropy(z, q, reduction="sum")
    exact = F.binary_cross_entropy_with_logits(z.double(), y.double(), reduction="sum")
    torch.testing.assert_close(binary.double(), exact, rtol=1e-6, atol=0)
    exact = F.cross_entropy(z.double(), q.double(), reduction="sum")
    torch.testing.assert_close(classes.double(), exact, rtol=1e-6, atol=0)

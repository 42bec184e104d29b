"""What only PyTorch asks of a loss: precisions, second derivatives, transforms, dtypes."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from ftlib.losses.torch import binary_cross_entropy, binary_cross_entropy_with_logits

HALF = [torch.bfloat16, torch.float16]


def logits(seed=0, size=64, spread=6.0):
    rng = np.random.default_rng(seed)
    return torch.tensor(rng.normal(0, spread, size)), torch.tensor(rng.uniform(size=size))


@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
def test_agrees_with_pytorchs_own(reduction):
    z, y = logits()
    got = binary_cross_entropy_with_logits(z, y, reduction)
    want = F.binary_cross_entropy_with_logits(z, y, reduction=reduction)
    torch.testing.assert_close(got, want, rtol=1e-13, atol=1e-15)
    p = torch.sigmoid(z / 6)
    got = binary_cross_entropy(p, y, reduction)
    want = F.binary_cross_entropy(p, y, reduction=reduction)
    torch.testing.assert_close(got, want, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("function", [binary_cross_entropy, binary_cross_entropy_with_logits])
def test_gradcheck_first_and_second_in_both_arguments(function):
    p, y = (torch.linspace(0.1, 0.9, 5, dtype=torch.float64) for _ in range(2))
    p, y = p.requires_grad_(), y.flip(0).clone().requires_grad_()
    inner = lambda a, b: function(a, 0.05 + 0.9 * b)  # noqa: E731 (steps stay inside [0, 1])
    assert torch.autograd.gradcheck(inner, (p, y))
    assert torch.autograd.gradgradcheck(inner, (p, y))


def test_second_derivative_is_p_times_one_minus_p():
    z = torch.tensor([-50.0, -2.0, 0.0, 3.0, 50.0], dtype=torch.float64, requires_grad=True)
    y = torch.tensor([0.0, 1.0, 0.5, 0.0, 1.0])
    loss = binary_cross_entropy_with_logits(z, y, "sum")
    (first,) = torch.autograd.grad(loss, z, create_graph=True)
    (second,) = torch.autograd.grad(first.sum(), z)
    want = [np.exp(-abs(v)) / (1 + np.exp(-abs(v))) ** 2 for v in z.tolist()]
    np.testing.assert_allclose(second.numpy(), want, rtol=1e-14)


def test_second_derivative_at_the_ends_of_the_probability():
    p = torch.tensor([0.0, 1.0], dtype=torch.float64, requires_grad=True)
    y = torch.tensor([0.0, 1.0])
    loss = binary_cross_entropy(p, y, "sum")
    (first,) = torch.autograd.grad(loss, p, create_graph=True)
    (second,) = torch.autograd.grad(first.sum(), p)
    np.testing.assert_array_equal(second.numpy(), [1, 1])  # 1/(1 − p)² and 1/p²


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, *HALF])
def test_each_precision_is_right_to_its_own_last_digit(dtype, exact):
    z, y = logits(1, spread=12)
    z = z.to(dtype).requires_grad_()
    y = (y > 0.5).to(dtype)
    losses = binary_cross_entropy_with_logits(z, y, "none")
    assert losses.dtype == dtype
    (slope,) = torch.autograd.grad(losses.sum(), z)
    assert slope.dtype == dtype
    pairs = list(zip(z.tolist(), y.tolist(), strict=True))
    eps, tiny = torch.finfo(dtype).eps, torch.finfo(dtype).tiny
    for got, by in ((losses, exact.logit_loss), (slope, exact.logit_slope)):
        want = np.array([by(*pair) for pair in pairs])
        error = np.abs(got.detach().double().numpy() - want)
        assert (error <= 4 * eps * np.abs(want) + eps * tiny).all()


@pytest.mark.parametrize("dtype", HALF)
def test_half_precision_mean_is_not_summed_in_half(dtype):
    z = torch.full((4096,), -30.0, dtype=dtype)
    got = binary_cross_entropy_with_logits(z, torch.ones_like(z))
    assert got.item() == 30  # the sum, 122,880, is beyond float16


@pytest.mark.parametrize("dtype", [torch.bool, torch.int64, torch.uint8, torch.float16])
def test_targets_of_any_real_dtype(dtype):
    y = torch.tensor([0, 1]).to(dtype)
    got = binary_cross_entropy_with_logits(torch.zeros(2), y, "none")
    torch.testing.assert_close(got, torch.full((2,), 2.0).log())


def test_float64_targets_do_not_change_the_precision():
    got = binary_cross_entropy_with_logits(torch.zeros(2), torch.ones(2, dtype=torch.float64))
    assert got.dtype == torch.float32


def test_functional_transforms():
    z, y = logits(2, 6)
    loss = lambda t: binary_cross_entropy_with_logits(t, y, "sum", validate=False)  # noqa: E731
    p = 1 / (1 + torch.exp(-z))
    torch.testing.assert_close(torch.func.grad(loss)(z), p - y)
    torch.testing.assert_close(
        torch.func.jacrev(torch.func.jacrev(loss))(z), torch.diag(p * (1 - p))
    )
    rows = torch.func.vmap(
        lambda t, u: binary_cross_entropy_with_logits(t, u, "mean", validate=False)
    )(z.reshape(2, 3), y.reshape(2, 3))
    own = F.binary_cross_entropy_with_logits(z, y, reduction="none").reshape(2, 3).mean(1)
    torch.testing.assert_close(rows, own)


def test_upstream_gradient_is_used():
    z = torch.tensor([0.0], dtype=torch.float64, requires_grad=True)
    (7 * binary_cross_entropy_with_logits(z, torch.tensor([1.0]))).backward()
    assert z.grad is not None
    assert z.grad.item() == -3.5


def test_validate_false_skips_only_the_values():
    z = torch.tensor([float("nan")])
    assert binary_cross_entropy_with_logits(z, torch.tensor([5.0]), validate=False).isnan()
    with pytest.raises(ValueError, match="y has shape"):
        binary_cross_entropy_with_logits(z, torch.ones(2), validate=False)


@pytest.mark.parametrize(
    ("z", "y", "sentence"),
    [
        ([0.0], torch.ones(1), "z is a list; give a torch.Tensor"),
        (torch.zeros(1), [1.0], "y is a list; give a torch.Tensor"),
        (torch.zeros(1, dtype=torch.int64), torch.ones(1), "z has dtype int64; give float"),
        (torch.zeros(1), torch.ones(1, dtype=torch.complex64), "y has dtype complex64"),
        (torch.zeros(1), torch.ones(1, device="meta"), "y is on meta and z on cpu; move one"),
    ],
)
def test_what_is_no_tensor_of_numbers_is_named(z, y, sentence):
    with pytest.raises(ValueError, match=sentence):
        binary_cross_entropy_with_logits(z, y)

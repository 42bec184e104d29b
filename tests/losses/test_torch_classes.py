"""What only PyTorch asks of the losses over classes: precisions, transforms, chunks."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from ftlib.losses import reference as ref
from ftlib.losses.torch import (
    binary_cross_entropy_with_logits,
    linear_cross_entropy,
    log_softmax,
    softmax_cross_entropy,
)
from ftlib.losses.torch import linear_cross_entropy as fused

DTYPES = [torch.float64, torch.float32, torch.bfloat16, torch.float16]
OPTIONS = [{}, {"label_smoothing": 0.2}, {"weight": torch.tensor([0.5, 1, 2, 0]).double()}]


def batch(n=6, classes=4, seed=0):
    rng = np.random.default_rng(seed)
    z = torch.tensor(rng.normal(0, 2, (n, classes)), requires_grad=True)
    labels = torch.tensor(rng.integers(0, classes, n))
    labels[1] = -100
    return z, labels, torch.tensor(rng.dirichlet(np.ones(classes), n))


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("hard", [True, False])
@pytest.mark.parametrize("reduction", ["none", "mean"])
def test_second_derivatives(options, hard, reduction):
    z, labels, y = batch()
    target = labels if hard else y
    loss = lambda t: softmax_cross_entropy(t, target, reduction=reduction, **options)  # noqa: E731
    assert torch.autograd.gradcheck(loss, (z,))
    assert torch.autograd.gradgradcheck(loss, (z,))


def test_derivatives_in_the_probabilities():
    z, _, y = batch()
    y.requires_grad_()
    loss = lambda t, u: softmax_cross_entropy(t, u, validate=False)  # noqa: E731
    assert torch.autograd.gradcheck(loss, (z, y))
    assert torch.autograd.gradgradcheck(loss, (z, y))


@pytest.mark.parametrize("options", OPTIONS)
def test_functional_transforms(options):
    z, labels, _ = batch()
    z = z.detach()
    weight = {k: v.numpy() if isinstance(v, torch.Tensor) else v for k, v in options.items()}
    loss = lambda t: softmax_cross_entropy(t, labels, reduction="sum", **options)  # noqa: E731
    want = ref.softmax_cross_entropy_grad(z, labels, reduction="sum", **weight)
    np.testing.assert_allclose(torch.func.grad(loss)(z), want, rtol=1e-12, atol=1e-14)
    blocks = ref.softmax_cross_entropy_hessian(z, labels, reduction="sum", **weight)
    each = torch.func.vmap(
        torch.func.hessian(lambda t, u: softmax_cross_entropy(t, u, reduction="sum", **options))
    )(z, labels)
    np.testing.assert_allclose(each, blocks, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("backend", ["eager", "aot_eager"])
def test_compiled_without_a_break(backend):
    z, labels, y = batch()
    for target in (labels, y):
        loss = lambda t, u=target: softmax_cross_entropy(t, u, label_smoothing=0.1)  # noqa: E731
        compiled = torch.compile(loss, fullgraph=True, backend=backend)
        torch.testing.assert_close(compiled(z), loss(z))
        (got,), (want,) = (torch.autograd.grad(f(z), z) for f in (compiled, loss))
        torch.testing.assert_close(got, want)


def test_many_upstream_gradients_at_once():
    z, labels, y = batch()
    eye = torch.eye(6, dtype=torch.float64)
    for target in (labels, y):
        losses = softmax_cross_entropy(z, target, reduction="none")
        (got,) = torch.autograd.grad(losses, z, eye, is_grads_batched=True)
        want = ref.softmax_cross_entropy_grad(z.detach(), target, reduction="none")
        np.testing.assert_allclose(got.sum(0), want, atol=1e-15)


@pytest.mark.parametrize("dtype", DTYPES)
def test_each_precision_is_right_to_its_own_digits(dtype):
    z, labels, _ = batch(64, 5)
    z = z.detach().to(dtype).requires_grad_()
    losses = softmax_cross_entropy(z, labels, reduction="none")
    (slope,) = torch.autograd.grad(losses.sum(), z)
    assert losses.dtype == slope.dtype == dtype
    exact = z.detach().double().numpy()
    want = ref.softmax_cross_entropy(exact, labels, reduction="none")
    eps = torch.finfo(dtype).eps
    np.testing.assert_allclose(losses.detach().double(), want, rtol=4 * eps, atol=4 * eps)
    want = ref.softmax_cross_entropy_grad(exact, labels, reduction="none")
    np.testing.assert_allclose(slope.double(), want, rtol=4 * eps, atol=4 * eps)


def test_under_autocast_the_loss_is_float32():
    z, labels, _ = batch()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = (z.detach().float() @ torch.eye(4)).requires_grad_()
        assert hidden.dtype == torch.bfloat16
        loss = softmax_cross_entropy(hidden, labels)
        assert loss.dtype == torch.float32
        weight = torch.randn(9, 4, requires_grad=True)
        last = linear_cross_entropy(hidden.detach().requires_grad_(), weight, labels.clamp(min=0))
        assert last.dtype == torch.float32
    last.backward()
    assert weight.grad is not None
    assert weight.grad.dtype == torch.float32


def test_a_gradient_scaled_twice_is_not_shared():
    z, labels, _ = batch()
    loss = softmax_cross_entropy(z, labels)
    (first,) = torch.autograd.grad(loss, z, retain_graph=True)
    (again,) = torch.autograd.grad(3 * loss, z)
    torch.testing.assert_close(again, 3 * first)


def test_large_binary_batches_go_by_blocks():
    rng = np.random.default_rng(0)
    z = torch.tensor(rng.normal(0, 9, (400, 777)), requires_grad=True)
    y = torch.tensor(rng.uniform(size=(400, 777)))
    for reduction in ("none", "mean", "sum"):
        got = binary_cross_entropy_with_logits(z, y, reduction)
        want = ref.binary_cross_entropy_with_logits(z.detach(), y, reduction)
        np.testing.assert_allclose(got.detach(), want, rtol=1e-13)
        (slope,) = torch.autograd.grad(got.sum(), z)
        want = ref.binary_cross_entropy_with_logits_grad(z.detach(), y, reduction)
        np.testing.assert_allclose(slope, want, rtol=1e-13, atol=3e-16)


def layer(n, size=7, classes=11, dtype=torch.float64, seed=0):
    torch.manual_seed(seed)
    parts = (torch.randn(*s, dtype=dtype) for s in ((n, size), (classes, size), (classes,)))
    h, w, b = (x.requires_grad_() for x in parts)
    labels = torch.randint(0, classes, (n,))
    return h, w, b, labels


@pytest.mark.parametrize("chunk", [None, 1, 5, 100])
@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
@pytest.mark.parametrize("smoothing", [0.0, 0.3])
def test_fused_layer_is_the_two_steps(chunk, reduction, smoothing):
    h, w, b, labels = layer(12)
    labels[3] = labels[8] = -100
    options = {"label_smoothing": smoothing, "reduction": reduction}
    got = fused(h.reshape(3, 4, 7), w, labels.reshape(3, 4), bias=b, chunk=chunk, **options)
    want = F.cross_entropy(F.linear(h, w, b), labels, **options).reshape(got.shape)
    torch.testing.assert_close(got, want, rtol=1e-12, atol=1e-13)
    upstream = torch.randn_like(got)
    mine = torch.autograd.grad(got, (h, w, b), upstream, retain_graph=True)
    again = torch.autograd.grad(got, (h, w, b), 2 * upstream)
    theirs = torch.autograd.grad(want, (h, w, b), upstream)
    for left, twice, right in zip(mine, again, theirs, strict=True):
        torch.testing.assert_close(left, right, rtol=1e-12, atol=1e-13)
        torch.testing.assert_close(twice, 2 * right, rtol=1e-12, atol=1e-13)


def test_fused_layer_with_everything_ignored():
    h, w, _, labels = layer(3)
    loss = fused(h, w, torch.full_like(labels, -100))
    loss.backward()
    assert loss.item() == 0
    assert h.grad is not None
    assert (h.grad == 0).all()
    assert w.grad is not None
    assert (w.grad == 0).all()


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_fused_layer_in_low_precision(dtype):
    h, w, b, labels = layer(40, 16, 50, dtype)
    got = fused(h, w, labels, bias=b, chunk=7)
    assert got.dtype == dtype
    slopes = torch.autograd.grad(got, (h, w, b))
    exact = [x.detach().double().requires_grad_() for x in (h, w, b)]
    want = F.cross_entropy(F.linear(*exact), labels)
    eps = torch.finfo(dtype).eps
    torch.testing.assert_close(got.double(), want, rtol=8 * eps, atol=8 * eps)
    for left, right in zip(slopes, torch.autograd.grad(want, exact), strict=True):
        assert left.dtype == dtype
        torch.testing.assert_close(left.double(), right, rtol=0.1, atol=0.2 * eps)


def test_fused_layer_never_holds_the_logits():
    """The largest tensor made is a chunk of logits, not all of them."""
    h, w, _, labels = layer(64, 8, 500)
    largest = 0

    class Watch(torch.utils._python_dispatch.TorchDispatchMode):
        def __torch_dispatch__(self, func, types, args=(), kwargs=None):
            nonlocal largest
            out = func(*args, **(kwargs or {}))
            if isinstance(out, torch.Tensor):
                largest = max(largest, out.numel())
            return out

    with Watch():
        fused(h, w, labels, chunk=4).backward()
    assert largest == w.numel()  # 4,000 numbers; the logits would be 32,000


def test_fused_layer_inside_transforms():
    h, w, _, labels = layer(5)
    slope = torch.func.grad(lambda x: fused(x, w, labels))(h.detach())
    torch.testing.assert_close(slope, torch.autograd.grad(fused(h, w, labels), h)[0])


@pytest.mark.parametrize("reduction", ["mean", "none"])
def test_fused_layer_has_second_derivatives(reduction):
    h, w, b, labels = layer(4, 3, 5)
    loss = lambda x, y, c: fused(x, y, labels, bias=c, reduction=reduction)  # noqa: E731
    assert torch.autograd.gradcheck(loss, (h, w, b))
    assert torch.autograd.gradgradcheck(loss, (h, w, b))


def test_forward_mode():
    z, labels, _ = batch()
    z, tangent = z.detach(), torch.ones_like(z).cumsum(1)
    with torch.autograd.forward_ad.dual_level():
        dual = torch.autograd.forward_ad.make_dual(z, tangent)
        out = softmax_cross_entropy(dual, labels, reduction="sum")
        got = torch.autograd.forward_ad.unpack_dual(out).tangent
    want = (ref.softmax_cross_entropy_grad(z, labels, reduction="sum") * tangent.numpy()).sum()
    assert got.item() == pytest.approx(want)


def test_devices_and_dtypes_are_named():
    z, labels, _ = batch()
    with pytest.raises(ValueError, match="targets is on meta and logits on cpu; move one"):
        softmax_cross_entropy(z, labels.to("meta"))
    with pytest.raises(ValueError, match="logits has dtype int64; give floating-point"):
        softmax_cross_entropy(labels[:, None], labels)
    with pytest.raises(ValueError, match="weight has dtype float64 and hidden has dtype float32"):
        fused(z.detach().float(), z.detach(), labels)
    with pytest.raises(ValueError, match=r"logits is a list; give a torch\.Tensor"):
        log_softmax([0.0])


@pytest.mark.parametrize("hard", [True, False])
def test_unlooked_at_the_limits_are_the_same(hard):
    """Without checks a logit of +inf is still certain, 0 · log 0 still 0, and a NaN stays one."""
    z = torch.tensor([[torch.inf, 0.0, 1.0], [-torch.inf, 0.0, 0.0]], dtype=torch.float64)
    target = torch.tensor([0, 1]) if hard else torch.tensor([[1.0, 0.0, 0.0], [0.0, 0.25, 0.75]])
    z.requires_grad_()
    loss = softmax_cross_entropy(z, target, reduction="none", validate=False)
    torch.testing.assert_close(loss.tolist(), [0.0, np.log(2)])
    (slopes,) = torch.autograd.grad(loss.sum(), z)
    want = [[0.0, 0.0, 0.0], [0.0, -0.5, 0.5] if hard else [0.0, 0.25, -0.25]]
    torch.testing.assert_close(slopes.tolist(), want)
    unsound = torch.tensor([[float("nan"), 0.0, 0.0], [1.0, 2.0, 3.0]])
    assert softmax_cross_entropy(unsound, target, validate=False).isnan()


def test_unlooked_a_nan_passes_through_forward_mode():
    z, along = torch.tensor([[float("nan"), 0.0], [1.0, 2.0]]), torch.ones(2, 2)
    with torch.autograd.forward_ad.dual_level():
        dual = torch.autograd.forward_ad.make_dual(z, along)
        assert softmax_cross_entropy(dual, torch.tensor([0, 1]), validate=False).isnan()

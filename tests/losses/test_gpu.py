"""The PyTorch losses on an accelerator: the same numbers as the reference, and they stay there.

Left out where there is none (see `tests/conftest.py`). What is measured in float32 is compared
with the NumPy reference in float64.
"""

import numpy as np
import pytest
import torch

from ftlib.losses import reference as ref
from ftlib.losses import torch as ours

pytestmark = pytest.mark.gpu
rng = np.random.default_rng(0)
Z, LABELS = rng.normal(0, 3, (64, 17)), rng.integers(0, 17, 64)
LABELS[::5] = -100
Y, W = rng.dirichlet(np.ones(17), 64), rng.uniform(0, 2, 17)
H, LAYER, BIAS = rng.normal(size=(64, 9)), rng.normal(size=(17, 9)), rng.normal(size=17)
LOG_P, P = ref.log_softmax(Z), ref.sigmoid(Z)
SMOOTH = {"label_smoothing": 0.1}
CALLS = [
    ("softmax_cross_entropy", (Z, LABELS), {"weight": W, **SMOOTH}, 1),
    ("softmax_cross_entropy", (Z, Y), {"temperature": 1.7}, 1),
    ("nll_loss", (LOG_P, LABELS), {}, 1),
    ("kl_divergence", (LOG_P, Y), {}, 1),
    ("mse", (Z, Y), {}, 1),
    ("info_nce", (H[:8], LAYER), {"temperature": 1.0}, 2),
    ("linear_cross_entropy", (H, LAYER, LABELS), {"bias": BIAS, "chunk": 10, **SMOOTH}, 2),
    ("binary_cross_entropy_with_logits", (Z, Y), {}, 1),
    ("binary_cross_entropy_with_logits", (Z, Y), {"weight": W, "pos_weight": W[:1]}, 1),
    ("binary_cross_entropy", (P, Y), {"weight": W}, 1),
    ("binary_focal_loss_with_logits", (Z, Y), {"alpha": 0.25}, 1),
    ("preference_loss", (Z, Y), {}, 2),
    ("dpo_loss", (Z, Y, P, LOG_P), {"beta": 0.5}, 2),
]
IDS = [f"{name}-{k}" for k, (name, *_) in enumerate(CALLS)]


@pytest.fixture
def device(accelerator):
    return accelerator


def moved(x, device, dtype=torch.float32):
    if not isinstance(x, np.ndarray):
        return x
    tensor = torch.tensor(x)
    return tensor.to(device, dtype if tensor.is_floating_point() else None)


def value_and_slopes(function, arrays, options, wrt, device, dtype=torch.float32):
    tensors = [moved(x, device, dtype) for x in arrays]
    for x in tensors[:wrt]:
        x.requires_grad_()
    value = function(*tensors, **{k: moved(v, device, dtype) for k, v in options.items()})
    slopes = torch.autograd.grad(value.sum(), tensors[:wrt])
    assert value.device.type == device.type
    return value.detach().cpu().double(), [x.cpu().double() for x in slopes]


@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
@pytest.mark.parametrize(("name", "arrays", "options", "wrt"), CALLS, ids=IDS)
def test_value_and_gradient(device, name, arrays, options, wrt, reduction):
    options = options | {"reduction": reduction}
    value, slopes = value_and_slopes(getattr(ours, name), arrays, options, wrt, device)
    np.testing.assert_allclose(value, getattr(ref, name)(*arrays, **options), rtol=1e-4, atol=1e-4)
    closed = getattr(ref, f"{name}_grad")(*arrays, **options)
    closed = closed[:wrt] if isinstance(closed, tuple) else [closed]
    for mine, wanted in zip(slopes, closed, strict=True):
        np.testing.assert_allclose(mine, wanted, rtol=1e-3, atol=1e-4)


@pytest.mark.gpu(real=True)  # the compiler writes for real devices
@pytest.mark.parametrize(("name", "arrays", "options", "wrt"), CALLS, ids=IDS)
def test_compiled(device, name, arrays, options, wrt):
    function = getattr(ours, name)
    compiled = torch.compile(function, fullgraph=True)
    got, slopes = value_and_slopes(compiled, arrays, options, wrt, device)
    want, wanted = value_and_slopes(function, arrays, options, wrt, device)
    torch.testing.assert_close(got, want, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(slopes, wanted, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
@pytest.mark.parametrize(("name", "arrays", "options", "wrt"), CALLS, ids=IDS)
def test_half_precision_is_float32_rounded_once(device, name, arrays, options, wrt, dtype):
    halved = [moved(x, torch.device("cpu"), dtype) for x in arrays]
    exact = [x.double().numpy() if x.is_floating_point() else x.numpy() for x in halved]
    value, _ = value_and_slopes(getattr(ours, name), arrays, options, wrt, device, dtype)
    if "weight" in options:
        options = options | {"weight": moved(W, torch.device("cpu"), dtype).double().numpy()}
    want = getattr(ref, name)(*exact, **options, validate=False)  # halved rows sum to 1 no more
    eps = torch.finfo(dtype).eps
    np.testing.assert_allclose(value, want, rtol=16 * eps, atol=16 * eps)


def test_autocast_gives_float32(device):
    layer = torch.nn.Linear(9, 17, device=device)
    with torch.autocast(device.type, dtype=torch.bfloat16):
        z = layer(moved(H, device))
        assert z.dtype == torch.bfloat16
        assert ours.softmax_cross_entropy(z, moved(LABELS, device)).dtype == torch.float32
        loss = ours.linear_cross_entropy(moved(H, device), layer.weight, moved(LABELS, device))
    loss.backward()
    assert loss.dtype == layer.weight.grad.dtype == torch.float32


def test_second_derivative(device):
    z = moved(Z, device).requires_grad_()
    loss = ours.softmax_cross_entropy(z, moved(LABELS, device), reduction="sum")
    (first,) = torch.autograd.grad(loss, z, create_graph=True)
    (second,) = torch.autograd.grad(first[:, 0].sum(), z)
    want = ref.softmax_cross_entropy_hessian(Z, LABELS, reduction="sum")[:, 0]
    np.testing.assert_allclose(second.cpu(), want, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("validate", [True, False])
def test_a_logit_of_infinity_is_certain(device, validate):
    z = torch.tensor([[torch.inf, 0.0, 1.0], [-torch.inf, 0.0, 0.0]], device=device)
    z.requires_grad_()
    y = torch.tensor([[1.0, 0.0, 0.0], [0.0, 0.25, 0.75]], device=device)
    loss = ours.softmax_cross_entropy(z, y, reduction="sum", validate=validate)
    (slopes,) = torch.autograd.grad(loss, z)
    np.testing.assert_allclose(loss.item(), np.log(2), rtol=1e-5)
    np.testing.assert_allclose(slopes.cpu(), [[0, 0, 0], [0, 0.25, -0.25]], atol=1e-6)


def test_tensors_on_different_devices_are_named(device):
    with pytest.raises(ValueError, match=r"targets is on cpu and logits on .*; move one"):
        ours.softmax_cross_entropy(moved(Z, device), torch.tensor(LABELS))


def test_the_fused_layer_needs_less_memory(device):
    if device.type != "cuda":
        return  # only CUDA counts its peak
    n, size, classes = 4096, 256, 16384
    h = torch.randn(n, size, device=device, requires_grad=True)
    w = torch.randn(classes, size, device=device, requires_grad=True)
    y = torch.randint(0, classes, (n,), device=device)

    def peak(loss):
        torch.cuda.synchronize()
        start = torch.cuda.memory_allocated()
        torch.cuda.reset_peak_memory_stats()
        torch.autograd.grad(loss(), (h, w))
        return torch.cuda.max_memory_allocated() - start

    linear, cross_entropy = torch.nn.functional.linear, torch.nn.functional.cross_entropy
    fused = peak(lambda: ours.linear_cross_entropy(h, w, y, chunk=256))
    assert fused < peak(lambda: cross_entropy(linear(h, w), y)) / 4

"""Losses made in one pass: the same values, slopes and faults as by PyTorch's operations.

Expected values come from exact decimals, or from PyTorch's own losses in float64.
"""

import builtins
import concurrent.futures
import multiprocessing
import os

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from ftlib.losses import _classes
from ftlib.losses.torch import binary_cross_entropy_with_logits as bce
from ftlib.losses.torch import fused, kernels, softmax_cross_entropy

INF, NAN = float("inf"), float("nan")
EPS, TINY = 2.0**-23, 2.0**-126
SIZES = [fused.ENOUGH, kernels.BLOCK + 3, 2 * fused.SHARE + 5]  # one block, more, two threads
CLASSES = [2, 3, 15, 16, 17, 100, kernels.BLOCK + 1]
Z = [-700.0, -88.0, -40.0, -17.0, -1e-9, 0.0, 0.5, 16.7, 36.8, 60.0, 700.0]


def slope_of(loss, z, upstream=None):
    return torch.autograd.grad(loss, z, upstream)[0]


def rows_of(classes, dtype=torch.float32):
    """Logits, labels and shares of so many rows that they are done in one pass."""
    torch.manual_seed(classes)
    rows = -(-fused.ENOUGH // classes) + 5
    z = torch.randn(rows, classes).mul_(4).requires_grad_()
    q = torch.rand(rows, classes).square().softmax(-1)
    return z, torch.randint(0, classes, (rows,)), q


@pytest.fixture(autouse=True)
def counted(monkeypatch):
    """How often a loss was made in one pass: a test that never does so would prove nothing."""
    done = []
    plain = fused._loss

    def counting(*arguments):
        result = plain(*arguments)
        done.append(result is not None)
        return result

    monkeypatch.setattr(fused, "_loss", counting)
    return done


@pytest.mark.parametrize("targets", [(0.0, 1.0), (0.25,)])
def test_binary_values_and_slopes_keep_their_digits(targets, exact, counted):
    pairs = [(z, y) for z in Z for y in targets]
    copies = -(-fused.ENOUGH // len(pairs))
    z = torch.tensor([z for z, _ in pairs] * copies, requires_grad=True)
    y = torch.tensor([y for _, y in pairs] * copies)
    losses = bce(z, y, "none")
    slopes = slope_of(losses, z, torch.ones_like(z))
    for got, by in ((losses, exact.logit_loss), (slopes, exact.logit_slope)):
        once = np.array([by(float(np.float32(a)), b) for a, b in pairs])
        want = np.tile(once, copies)
        error = np.abs(got.detach().double().numpy() - want)
        allowed = np.abs(want) if targets == (0.0, 1.0) else 1.0 + np.abs(want)
        assert (error <= 4 * EPS * allowed + 2 * TINY).all()
    assert counted == [True]


def test_exponential_and_logarithm_to_the_last_digits():
    x = np.concatenate([np.linspace(0, 87, 20_001), np.logspace(-30, 1.9, 5_000)]).astype(
        np.float32
    )
    exp = np.array([kernels._exp(-a) for a in x])
    assert np.abs(exp / np.exp(-x.astype(float)) - 1).max() < 1.5 * EPS
    log = np.array([kernels._log1p(a) for a in x[x > 0]])
    assert np.abs(log / np.log1p(x[x > 0].astype(float)) - 1).max() < 2 * EPS
    assert kernels._exp(np.float32(-INF)) == 0
    assert np.isnan(kernels._exp(np.float32(NAN)))


@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.bool, torch.int64])
def test_binary_of_all_sizes(size, reduction, dtype, counted):
    torch.manual_seed(0)
    z = torch.randn(size).mul_(4).requires_grad_()
    y = torch.rand(size)
    y = y.to(dtype) if dtype.is_floating_point else y.round().to(dtype)
    exact_z = z.detach().double().requires_grad_()
    want = F.binary_cross_entropy_with_logits(exact_z, y.double(), reduction=reduction)
    upstream = torch.randn_like(want)
    got = bce(z, y, reduction)
    assert got.dtype == torch.float32
    torch.testing.assert_close(got.double(), want, rtol=4e-7, atol=1e-7)
    wanted = slope_of(want, exact_z, upstream)
    scale = 1.0 if reduction != "mean" else 1.0 / size
    slope = slope_of(got, z, upstream.float())
    torch.testing.assert_close(slope.double(), wanted, rtol=1e-5, atol=4e-7 * scale)
    with torch.no_grad():
        torch.testing.assert_close(bce(z, y, reduction), got, rtol=0, atol=0)
    assert counted == [True, True]


@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
@pytest.mark.parametrize("classes", CLASSES)
@pytest.mark.parametrize("kind", ["labels", "ignored", "shares", "weighted", "smoothed"])
def test_rows_of_all_lengths(kind, classes, reduction, counted):
    z, labels, q = rows_of(classes)
    if kind == "ignored":
        labels[::3] = -100
    options = {"reduction": reduction}
    if kind == "weighted":
        options["weight"] = torch.rand(classes)
    if kind == "smoothed":
        options["label_smoothing"] = 0.25
    target = labels if kind in ("labels", "ignored") else q
    exact_z = z.detach().double().requires_grad_()
    theirs = {k: v.double() if isinstance(v, torch.Tensor) else v for k, v in options.items()}
    want = F.cross_entropy(exact_z, target if target is labels else q.double(), **theirs)
    upstream = torch.rand_like(want) + 0.5
    got = softmax_cross_entropy(z, target, **options)
    torch.testing.assert_close(got.double(), want, rtol=1e-6, atol=1e-6)
    wanted = slope_of(want, exact_z, upstream)
    slope = slope_of(got, z, upstream.float())
    torch.testing.assert_close(slope.double(), wanted, rtol=2e-5, atol=3e-7)
    with torch.no_grad():
        again = softmax_cross_entropy(z, target, **options)
    torch.testing.assert_close(again, got, rtol=0, atol=0)
    assert counted == [True, True]


@pytest.mark.parametrize("classes", [2, 40])
def test_a_class_that_is_all_but_certain_keeps_its_digits(classes, counted):
    z = torch.full((1024, classes), -30.0)
    z[:, 0] = 0.0
    z.requires_grad_()
    losses = softmax_cross_entropy(z, torch.zeros(1024, dtype=torch.int64), reduction="none")
    rest = (classes - 1) * np.exp(-30.0)  # log(1 + rest) is rest, to eleven digits
    np.testing.assert_allclose(losses.detach(), np.full(1024, rest), rtol=4 * EPS)
    slopes = slope_of(losses, z, torch.ones_like(losses))
    np.testing.assert_allclose(slopes[:, 0], np.full(1024, -rest), rtol=4 * EPS)
    assert counted == [True]


def test_an_ignored_row_has_no_slope_and_all_ignored_no_loss(counted):
    z, labels, _ = rows_of(7)
    labels[1] = 3
    loss = softmax_cross_entropy(z, labels, ignore_index=3)
    assert (slope_of(loss, z)[labels == 3] == 0).all()
    loss = softmax_cross_entropy(z, torch.full_like(labels, -100))
    assert loss.item() == 0
    assert (slope_of(loss, z) == 0).all()
    assert counted == [True, True]


def test_infinite_logits_of_two_outcomes(counted):
    z = torch.zeros(2048)
    z[:4] = torch.tensor([INF, -INF, INF, -INF])
    z.requires_grad_()
    y = torch.full((2048,), 0.5)
    y[:4] = torch.tensor([1.0, 0.0, 0.0, 1.0])
    losses = bce(z, y, "none")
    assert losses.tolist()[:4] == [0, 0, INF, INF]
    assert slope_of(losses, z, torch.ones_like(z)).tolist()[:5] == [0, 0, 1, -1, 0]
    assert counted == [True]


@pytest.mark.parametrize("shares", [False, True])
@pytest.mark.parametrize("classes", [3, 40])
def test_infinite_logits_of_classes(classes, shares):
    """−inf: the class is impossible. +inf: it is certain, which the slow way knows."""
    z = torch.zeros(1024, classes)
    z[0, 1] = -INF
    z[1, 1] = INF
    z.requires_grad_()
    target = torch.zeros(1024, dtype=torch.int64)
    target[1] = 1
    if shares:
        target = F.one_hot(target, classes).float()
    losses = softmax_cross_entropy(z, target, reduction="none")
    torch.testing.assert_close(losses[:3].tolist(), [np.log(classes - 1), 0.0, np.log(classes)])
    slopes = slope_of(losses, z, torch.ones_like(losses))
    assert slopes[0, 1] == 0
    assert (slopes[1] == 0).all()


@pytest.mark.parametrize("at", [0, 70, -1])
@pytest.mark.parametrize("validate", [True, False])
def test_a_nan_anywhere(at, validate):
    z = torch.zeros(3000)
    z[at] = NAN
    rows = z.reshape(-1, 3)
    where = int(np.flatnonzero(np.isnan(z.numpy()))[0])
    in_rows = rf"logits is NaN at index \({where // 3}, {where % 3}\)"
    for loss, logits, target, sentence in (
        (bce, z, torch.zeros(3000), rf"z is NaN at index \({where},\)"),
        (softmax_cross_entropy, rows, torch.zeros(1000).long(), in_rows),
        (softmax_cross_entropy, rows, torch.full((1000, 3), 1 / 3), in_rows),
    ):
        if validate:
            with pytest.raises(ValueError, match=sentence):
                loss(logits, target)
        else:
            assert loss(logits, target, validate=False).isnan()


@pytest.mark.parametrize("at", [0, 70, -1])
@pytest.mark.parametrize("bad", [-0.1, 1.1, NAN])
def test_a_bad_target_anywhere(at, bad):
    y = torch.full((3000,), 0.5)
    y[at] = bad
    with pytest.raises(ValueError, match="y is"):
        bce(torch.zeros(3000) - 1, y)
    q = torch.full((1500, 2), 0.5)
    q[at // 2, 0] = bad
    with pytest.raises(ValueError, match="targets"):
        softmax_cross_entropy(torch.zeros(1500, 2), q)


@pytest.mark.parametrize("bad", [-1, 5, -(2**63)])
@pytest.mark.parametrize("ignore_index", [None, -100])
def test_a_label_that_is_no_class(bad, ignore_index):
    labels = torch.zeros(1000, dtype=torch.int64)
    labels[777] = bad
    with pytest.raises(ValueError, match=f"targets is {bad} at index \\(777,\\)"):
        softmax_cross_entropy(torch.zeros(1000, 5), labels, ignore_index=ignore_index)
    with pytest.raises(IndexError):  # PyTorch's own word, where nobody looked
        softmax_cross_entropy(
            torch.zeros(1000, 5), labels, ignore_index=ignore_index, validate=False
        )


def test_rows_without_a_softmax_are_refused():
    z = torch.zeros(1000, 3)
    for row, sentence in (([INF, INF, 0], "inf for several"), ([-INF] * 3, "-inf for every")):
        z[500] = torch.tensor(row)
        with pytest.raises(ValueError, match=sentence):
            softmax_cross_entropy(z, torch.zeros(1000, dtype=torch.int64))


def test_shares_are_held_to_their_own_precision(counted):
    z, _, q = rows_of(4)
    softmax_cross_entropy(z, (q * 1.005).bfloat16())
    assert counted == [True]
    with pytest.raises(ValueError, match=r"targets sums to 1\.005"):
        softmax_cross_entropy(z, q * 1.005)


@pytest.mark.parametrize("kind", ["binary", "labels", "shares"])
def test_second_derivatives(kind, counted):
    z, labels, q = rows_of(5)
    exact_z = z.detach().double().requires_grad_()
    calls = {
        "binary": (
            lambda z: bce(z, q.to(z.dtype)),
            lambda z: F.binary_cross_entropy_with_logits(z, q.double()),
        ),
        "labels": (
            lambda z: softmax_cross_entropy(z, labels),
            lambda z: F.cross_entropy(z, labels),
        ),
        "shares": (
            lambda z: softmax_cross_entropy(z, q.to(z.dtype)),
            lambda z: F.cross_entropy(z, q.double()),
        ),
    }
    results = []
    for call, at in zip(calls[kind], (z, exact_z), strict=True):
        (first,) = torch.autograd.grad(call(at) ** 2, at, create_graph=True)
        results.append((first.detach().double(), slope_of(first.square().sum(), at).double()))
    (first, second), (first_exact, second_exact) = results
    torch.testing.assert_close(first, first_exact, rtol=1e-4, atol=1e-8)
    torch.testing.assert_close(second, second_exact, rtol=1e-3, atol=1e-10)
    assert counted == [True]


def test_a_graph_that_is_kept_gives_the_same_slopes_again():
    z, labels, _ = rows_of(5)
    loss = softmax_cross_entropy(z, labels)
    first = torch.autograd.grad(loss, z, retain_graph=True)[0].clone()
    twice = torch.autograd.grad(loss, z, torch.tensor(2.0), retain_graph=True)[0]
    torch.testing.assert_close(twice, 2 * first, rtol=0, atol=0)
    z.grad = None
    loss.backward(retain_graph=True)
    z.grad.zero_()  # what was handed out is the caller's to write in
    loss.backward()
    torch.testing.assert_close(z.grad, first, rtol=0, atol=0)
    with pytest.raises(RuntimeError, match="second time"):
        loss.backward()


def test_many_upstream_gradients_at_once():
    z, labels, _ = rows_of(300)
    losses = softmax_cross_entropy(z, labels, reduction="none")
    eye = torch.eye(len(z))
    (got,) = torch.autograd.grad(losses, z, eye, is_grads_batched=True, retain_graph=True)
    torch.testing.assert_close(got.sum(0), slope_of(losses, z, torch.ones_like(losses)))


def test_a_logit_changed_in_place_is_noticed_by_a_second_derivative():
    start = torch.randn(2000, requires_grad=True)
    z = start * 1.0
    loss = bce(z, torch.ones(2000))
    with torch.no_grad():
        z.mul_(2)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        torch.autograd.grad(loss, start, create_graph=True)


def test_logits_and_targets_that_do_not_lie_together(counted):
    torch.manual_seed(0)
    z, y = torch.randn(60, 80), torch.rand(60, 80)
    q, labels = y.softmax(0), torch.randint(0, 60, (80, 2))[:, 1]
    torch.testing.assert_close(bce(z.t(), y.t(), "none"), bce(z, y, "none").t(), rtol=0, atol=0)
    got = softmax_cross_entropy(z.t(), q.t())
    torch.testing.assert_close(got, softmax_cross_entropy(z.t().contiguous(), q.t().contiguous()))
    got = softmax_cross_entropy(z.t(), labels)
    torch.testing.assert_close(got, F.cross_entropy(z.t(), labels))
    assert counted == [True] * 5


def test_what_the_kernels_cannot_do_goes_the_other_way(counted):
    class Other(torch.Tensor):
        pass

    z, y = torch.randn(2000), torch.rand(2000)
    want = F.binary_cross_entropy_with_logits(z, y)
    for logits, targets in (
        (z.as_subclass(Other), y),
        (z, y.double()),
        (z, y.clone().requires_grad_()),
        (z.double(), y),
        (torch._neg_view(-z), y),
    ):
        torch.testing.assert_close(bce(logits, targets).float().as_subclass(torch.Tensor), want)
    assert counted == []


@pytest.mark.parametrize("why", ["not allowed", "no room"])
def test_without_a_compiler_pytorch_does_it(why, monkeypatch, counted):
    z, y = torch.randn(2000), torch.rand(2000)
    want = bce(z, y)
    if why == "not allowed":
        monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    else:  # what Numba says where it finds no folder to write to
        monkeypatch.setattr(builtins, "__import__", refusing(builtins.__import__))
    fused._kernels.cache_clear()
    try:
        torch.testing.assert_close(bce(z, y), want)
    finally:
        fused._kernels.cache_clear()
    assert counted == [True]


def refusing(plain):
    def imported(name, *arguments, **options):
        if name == "ftlib.losses.torch" and "kernels" in (arguments[2] or ()):
            raise RuntimeError("cannot cache function '_plus': no locator available")
        return plain(name, *arguments, **options)

    return imported


@pytest.mark.filterwarnings("ignore")  # tracing is going out of use, and says so
def test_a_trace_does_not_write_the_numbers_down():
    z, y = torch.randn(2000), torch.rand(2000)
    traced = torch.jit.trace(lambda a, b: bce(a, b, validate=False), (z, y), check_trace=False)
    torch.testing.assert_close(traced(2 * z, y), F.binary_cross_entropy_with_logits(2 * z, y))


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_any_number_of_threads(threads):
    torch.manual_seed(0)
    z = torch.randn(3 * fused.SHARE + 7).requires_grad_()
    y = torch.rand_like(z)
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(threads)
        losses = bce(z, y, "none")
        slopes = slope_of(losses, z, torch.ones_like(z))
        y[-1] = 2.0  # in the part of the last thread
        with pytest.raises(ValueError, match=f"y is 2 at index \\({len(z) - 1},\\)"):
            bce(z, y)
    finally:
        torch.set_num_threads(before)
    assert fused._pool(os.getpid())._max_workers >= 1
    with torch.no_grad():
        want = z.sigmoid() - y.clamp(max=1)
        want[-1] = slopes[-1]
    torch.testing.assert_close(slopes, want, rtol=1e-5, atol=3e-7)


def test_losses_at_once_from_several_threads():
    torch.manual_seed(0)
    z, y = torch.randn(2 * fused.SHARE), torch.rand(2 * fused.SHARE)
    want = bce(z, y)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for got in pool.map(lambda _: bce(z, y), range(20)):
            assert got == want


def _in_a_child(queue):
    def kernel(low, high):
        return float(high - low), True

    queue.put(fused._run(kernel, [], 10, 2 * fused.SHARE, ()))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_process_that_was_forked_has_threads_of_its_own(monkeypatch):
    """(Of the losses only: PyTorch's own threads do not survive a fork.)"""
    monkeypatch.setattr(torch, "get_num_threads", lambda: 2)
    bce(torch.zeros(2 * fused.SHARE) - 1, torch.ones(2 * fused.SHARE))
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=_in_a_child, args=(queue,))
    child.start()
    try:
        assert queue.get(timeout=60) == (10.0, True)
    finally:
        child.join(10)
        child.kill()


def test_defaults_of_dtype_and_device_change_nothing():
    z, y = torch.randn(2000), torch.rand(2000)
    want = bce(z, y)
    torch.set_default_dtype(torch.float64)
    torch.set_default_device("meta")
    try:
        got = bce(z, y)
    finally:
        torch.set_default_dtype(torch.float32)
        torch.set_default_device(None)
    assert got.dtype == torch.float32
    assert got == want


def test_probabilities_are_suspected(monkeypatch):
    monkeypatch.setattr(_classes, "_warned", set())
    p = torch.linspace(0, 1, 2000)
    with pytest.warns(_classes.SuspiciousLogits, match="every z lies in"):
        bce(p, p.round())
    with pytest.warns(_classes.SuspiciousLogits, match="every row of logits"):
        softmax_cross_entropy(torch.stack([p, 1 - p], -1), p.round().long())


@pytest.mark.parametrize("classes", [1, 3, 16, 257, 5000])
def test_nothing_is_written_beside_the_rooms(classes):
    margin, rows = 4096, max(2, 9000 // classes)
    rng = np.random.default_rng(0)
    rooms = [np.full(rows * classes + 2 * margin, 7.5, np.float32) for _ in range(4)]
    z, q, losses, slopes = rooms
    inside = slice(margin, -margin)
    z[inside], q[inside] = rng.normal(size=rows * classes), rng.random(rows * classes)
    labels = rng.integers(0, classes, rows)
    at_z, at_q, at_losses, at_slopes = (room.ctypes.data + margin * 4 for room in rooms)
    one, low, high = np.float32(1), 1, rows
    for out in ((at_losses, at_slopes), (0, at_slopes), (at_losses, 0), (0, 0)):
        kernels.binary(at_z, at_q, *out, low * classes, high * classes, one)
        kernels.of_labels(at_z, labels.ctypes.data, *out, low, high, one, classes, -100)
        kernels.of_shares(at_z, at_q, *out, low, high, one, classes, one)
    for room in rooms:
        assert (room[:margin] == 7.5).all()
        assert (room[-margin:] == 7.5).all()
    for room in (losses, slopes):  # the rows before `low` are another thread's
        assert room[margin] == 7.5
        assert room[margin + classes] != 7.5

"""Generated cases: the definition, NumPy, PyTorch and TensorFlow, over every coordinate.

The definition is written out in decimals and loops (`by_definition`) and shares nothing with
the code under test. Closed forms agree to 1e-12, central differences to 1e-7.
"""

import math
from decimal import Decimal, localcontext

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftlib.losses import check
from ftlib.losses import reference as ref

CASES = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
FEWER = settings(CASES, max_examples=60)
CLOSED, CENTRAL = 1e-12, 1e-7
REDUCTIONS = st.sampled_from(["none", "mean", "sum"])


def value_and_slopes(backend, name, arrays, options, wrt, upstream):
    """The value, and ∂Σ(upstream · value) for the first `wrt` arrays; NumPy in and out."""
    make = backend.tensor
    options = {k: make(v) if isinstance(v, np.ndarray) else v for k, v in options.items()}
    function = getattr(backend.module, name)
    if backend.name == "torch":
        import torch

        given_ = [torch.tensor(a) for a in arrays]
        for x in given_[:wrt]:
            x.requires_grad_()
        value = function(*given_, **options)
        slopes = torch.autograd.grad((value * torch.tensor(upstream)).sum(), given_[:wrt])
        return value.detach().numpy(), [x.numpy() for x in slopes]
    import tensorflow as tf

    given_ = [tf.constant(a) for a in arrays]
    with tf.GradientTape() as tape:
        tape.watch(given_[:wrt])
        value = function(*given_, **options)
        total = tf.reduce_sum(value * tf.constant(upstream))
    return value.numpy(), [
        tf.convert_to_tensor(x).numpy() for x in tape.gradient(total, given_[:wrt])
    ]


def assert_agree(backends, name, arrays, options, wrt, slopes, central=True, exact=None):
    """Every back end against the closed forms `slopes`, the definition, and differences."""
    value = getattr(ref, name)(*arrays, **options)
    upstream = np.ones_like(value)
    results = {"reference": value} | ({} if exact is None else {"definition": exact})
    for backend in backends:
        got, theirs = value_and_slopes(backend, name, arrays, options, wrt, upstream)
        results[backend.name] = got
        for mine, its in zip(slopes, theirs, strict=True):
            if mine.size:
                both = {"closed form": mine, backend.name: its}
                assert check.compare(both).largest <= CLOSED
    if value.size:
        assert check.compare(results).largest <= CLOSED
    for k in range(wrt if central else 0):

        def total(x, k=k):
            return getattr(ref, name)(*arrays[:k], x, *arrays[k + 1 :], **options).sum()

        if arrays[k].size:
            differences = check.central_difference(total, arrays[k])
            assert check.compare({"closed": slopes[k], "central": differences}).largest <= CENTRAL


def by_definition(log_p, y, weight, smoothing, kept, reduction, hard):
    """−Σ w_c [(1 − ε) y_c + ε/C] log p_c, row by row, from decimal log-probabilities."""
    classes = len(weight)
    losses, divisor = [], Decimal(0)
    for row, target, counts in zip(log_p, y, kept, strict=True):
        loss = Decimal(0)
        for log, hit, w in zip(row, target, weight, strict=True):
            q = (1 - Decimal(smoothing)) * Decimal(hit) + Decimal(smoothing) / classes
            loss -= Decimal(w) * q * log
            divisor += (Decimal(w) * Decimal(hit) if hard else 0) if counts else 0
        losses.append(loss if counts else Decimal(0))
    divisor = divisor if hard else Decimal(len(losses))
    if reduction == "none":
        return np.array([float(loss) for loss in losses])
    total = sum(losses, Decimal(0))
    if reduction == "mean":
        total = total / divisor if divisor else Decimal(0)
    return np.array(float(total))


def decimal_log_softmax(z, temperature):
    rows = []
    for row in z:
        scaled = [Decimal(v) / Decimal(temperature) for v in row]
        log_sum = sum(v.exp() for v in scaled).ln()
        rows.append([v - log_sum for v in scaled])
    return rows


def numbers(low, high):
    return st.floats(low, high, allow_nan=False, width=64)


@st.composite
def arrays(draw, shape, low=-4.0, high=4.0):
    size = math.prod(shape)
    values = draw(st.lists(numbers(low, high), min_size=size, max_size=size))
    return np.array(values, dtype=np.float64).reshape(shape)


@st.composite
def distributions(draw, shape):
    raw = draw(arrays(shape, 0.05, 1.0))
    return raw / raw.sum(-1, keepdims=True)


@st.composite
def class_cases(draw, logits=(-4.0, 4.0)):
    n, classes = draw(st.integers(1, 3)), draw(st.integers(1, 5))
    z = draw(arrays((n, classes), *logits))
    options = {"reduction": draw(REDUCTIONS)}
    if draw(st.booleans()):
        weight = draw(arrays((classes,), 0.0, 3.0))
        options["weight"] = np.where(weight < 1e-3, 0.0, weight)  # nothing between 0 and 1e-3
    if draw(st.booleans()):
        options["label_smoothing"] = draw(st.sampled_from([0.1, 0.5, 1.0]))
    if draw(st.booleans()):
        options["temperature"] = draw(st.sampled_from([0.5, 2.0, 7.0]))
    if draw(st.booleans()):
        return z, draw(distributions((n, classes))), options
    ignore = draw(st.sampled_from([-100, -1, 0]))
    labels = draw(st.lists(st.sampled_from([*range(classes), ignore]), min_size=n, max_size=n))
    return z, np.array(labels), options | {"ignore_index": ignore}


@CASES
@given(class_cases())
def test_softmax_cross_entropy(backends, case):
    z, y, options = case
    hard = y.dtype.kind == "i"
    classes = z.shape[-1]
    kept = y != options["ignore_index"] if hard else np.ones(len(z), bool)
    weight = options.get("weight", np.ones(classes))
    smoothing = options.get("label_smoothing", 0.0)
    target = [[float(c == label) for c in range(classes)] for label in y] if hard else y
    with localcontext() as context:
        context.prec = 50
        log_p = decimal_log_softmax(z, options.get("temperature", 1.0))
        rest = (weight, smoothing, kept, options["reduction"], hard)
        exact = by_definition(log_p, target, *rest)
    slopes = [ref.softmax_cross_entropy_grad(z, y, **options)]
    assert_agree(backends, "softmax_cross_entropy", [z, y], options, 1, slopes, exact=exact)


@FEWER
@given(class_cases())
def test_softmax_cross_entropy_hessian_is_the_slope_of_the_gradient(case):
    z, y, options = case
    blocks = ref.softmax_cross_entropy_hessian(z, y, **options)
    n, classes = z.shape
    for i in range(n):
        for c in range(classes):

            def slope(x, i=i, c=c):
                return ref.softmax_cross_entropy_grad(x, y, **options)[i, c]

            wanted = np.zeros_like(z)
            wanted[i] = blocks[i, c]
            differences = check.central_difference(slope, z)
            assert check.compare({"closed": wanted, "central": differences}).largest <= CENTRAL


EXTREMES = [-math.inf, -1e4, -700.0, 0.0, 700.0, 1e4]


@st.composite
def extreme_cases(draw):
    n, classes = draw(st.integers(0, 3)), draw(st.integers(2, 4))
    z = np.array(
        [[draw(st.sampled_from(EXTREMES)) for _ in range(classes)] for _ in range(n)]
    ).reshape(n, classes)
    for row in z:
        certain = draw(st.integers(-1, classes - 1))
        if certain >= 0:
            row[certain] = draw(st.sampled_from([math.inf, 1.0]))
        elif np.isneginf(row).all():
            row[0] = 0.0
    y = np.array(
        draw(st.lists(st.integers(-1, classes - 1), min_size=n, max_size=n)), dtype=np.int64
    )
    options = {"ignore_index": -1, "reduction": draw(st.sampled_from(["none", "sum"]))}
    if n:
        options["reduction"] = draw(REDUCTIONS)
    if draw(st.booleans()):
        options["weight"] = np.array(
            draw(st.lists(st.sampled_from([0.0, 1.5]), min_size=classes, max_size=classes))
        )
    return z, y, options


@CASES
@given(extreme_cases())
def test_softmax_cross_entropy_of_extreme_logits(backends, case):
    z, y, options = case
    slopes = ref.softmax_cross_entropy_grad(z, y, **options)
    assert np.isfinite(slopes).all()
    name = "softmax_cross_entropy"
    assert_agree(backends, name, [z, y], options, 1, [slopes], central=False)


@FEWER
@given(class_cases(logits=(-6.0, -0.1)))
def test_nll_loss(backends, case):
    z, y, options = case
    names = ("weight", "ignore_index", "reduction")
    options = {key: value for key, value in options.items() if key in names}
    slopes = [ref.nll_loss_grad(z, y, **options)]
    assert_agree(backends, "nll_loss", [z, y], options, 1, slopes)


@FEWER
@given(st.data(), st.integers(1, 3), st.integers(1, 5), st.booleans(), REDUCTIONS)
def test_kl_divergence(backends, data, n, classes, log_targets, reduction):
    y = data.draw(distributions((n, classes)))
    p = data.draw(distributions((n, classes)))
    options = {"reduction": reduction, "log_targets": log_targets}
    terms = [
        [b * math.log(b / a) for a, b in zip(*rows, strict=True)] for rows in zip(p, y, strict=True)
    ]
    each = np.array([math.fsum(row) for row in terms])
    exact = {"none": each, "sum": each.sum(), "mean": each.mean()}[reduction]
    given_ = [np.log(p), np.log(y) if log_targets else y]
    slopes = [ref.kl_divergence_grad(*given_, **options)]
    assert_agree(backends, "kl_divergence", given_, options, 1, slopes, exact=np.asarray(exact))


@FEWER
@given(st.data(), st.lists(st.integers(1, 3), max_size=3), REDUCTIONS)
def test_mse(backends, data, shape, reduction):
    a, y = data.draw(arrays(tuple(shape))), data.draw(arrays(tuple(shape)))
    options = {"reduction": reduction}
    slopes = [ref.mse_grad(a, y, **options)]
    assert_agree(backends, "mse", [a, y], options, 1, slopes)


@FEWER
@given(st.data(), st.integers(1, 3), st.integers(0, 2), st.integers(1, 3), REDUCTIONS)
def test_info_nce(backends, data, n, more, size, reduction):
    q = data.draw(arrays((n, size), -1.0, 1.0))
    k = data.draw(arrays((n + more, size), -1.0, 1.0))
    options = {"temperature": data.draw(st.sampled_from([0.5, 1.0])), "reduction": reduction}
    assert_agree(backends, "info_nce", [q, k], options, 2, ref.info_nce_grad(q, k, **options))


@FEWER
@given(st.data(), st.integers(1, 4), st.integers(1, 3), st.integers(1, 4), REDUCTIONS)
def test_linear_cross_entropy(backends, data, n, size, classes, reduction):
    h, w = data.draw(arrays((n, size), -2, 2)), data.draw(arrays((classes, size), -2, 2))
    y = np.array(data.draw(st.lists(st.integers(-1, classes - 1), min_size=n, max_size=n)))
    options = {
        "chunk": data.draw(st.sampled_from([None, 1, 3])),
        "ignore_index": -1,
        "label_smoothing": data.draw(st.sampled_from([0.0, 0.2, 1.0])),
        "reduction": reduction,
    }
    if data.draw(st.booleans()):
        options["bias"] = data.draw(arrays((classes,)))
    slopes = list(ref.linear_cross_entropy_grad(h, w, y, **options))[:2]
    name, exact = "linear_cross_entropy", None
    for k in range(2):
        total = lambda x, k=k: ref.linear_cross_entropy(  # noqa: E731
            *([x, w] if k == 0 else [h, x]), y, **options
        ).sum()
        differences = check.central_difference(total, (h, w)[k])
        assert check.compare({"closed": slopes[k], "central": differences}).largest <= CENTRAL
    assert_agree(backends, name, [h, w, y], options, 2, slopes, central=False, exact=exact)


@st.composite
def binary_cases(draw, low=-30.0, high=30.0):
    shape = (draw(st.integers(1, 3)), draw(st.integers(1, 3)))
    z, y = draw(arrays(shape, low, high)), draw(arrays(shape, 0, 1))
    options = {"reduction": draw(REDUCTIONS)}
    if draw(st.booleans()):
        options["weight"] = draw(arrays(draw(st.sampled_from([(), (1,), shape[1:], shape])), 0, 3))
    if draw(st.booleans()):
        options["pos_weight"] = draw(arrays(draw(st.sampled_from([(), shape[1:], shape])), 0, 3))
    if draw(st.booleans()):
        options["label_smoothing"] = draw(st.sampled_from([0.1, 1.0]))
    if draw(st.booleans()):
        options["ignore_index"] = -100
        hidden = np.array(draw(st.lists(st.booleans(), min_size=y.size, max_size=y.size)))
        y = np.where(hidden.reshape(shape), -100.0, np.round(y))
    return z, y, options


def binary_by_definition(p, y, options):
    """−w [u t log p + (1 − t) log(1 − p)] element by element, from decimal probabilities."""
    kept = (y != options.get("ignore_index", math.nan)).ravel()
    smoothing = Decimal(options.get("label_smoothing", 0.0))
    fields = [options.get(name, np.ones(())) for name in ("weight", "pos_weight")]
    spread = (np.broadcast_to(field, y.shape).ravel() for field in fields)
    losses = []
    for prob, target, w, pos, counts in zip(p, y.ravel(), *spread, kept, strict=True):
        t = (1 - smoothing) * Decimal(target) + smoothing / 2
        loss = -Decimal(w) * (Decimal(pos) * t * prob.ln() + (1 - t) * (1 - prob).ln())
        losses.append(float(loss) if counts else 0.0)
    total = math.fsum(losses)
    return {
        "none": np.array(losses).reshape(y.shape),
        "sum": np.array(total),
        "mean": np.array(total / max(1, kept.sum())),
    }[options["reduction"]]


@CASES
@given(binary_cases())
def test_binary_cross_entropy_with_logits(backends, case):
    z, y, options = case
    with localcontext() as context:
        context.prec = 50
        exact = binary_by_definition([1 / (1 + (-Decimal(v)).exp()) for v in z.ravel()], y, options)
    name = "binary_cross_entropy_with_logits"
    slopes = [ref.binary_cross_entropy_with_logits_grad(z, y, **options)]
    assert_agree(backends, name, [z, y], options, 1, slopes, exact=exact)


@CASES
@given(binary_cases(0.05, 0.95))
def test_binary_cross_entropy_of_probabilities(backends, case):
    p, y, options = case
    with localcontext() as context:
        context.prec = 50
        exact = binary_by_definition([Decimal(v) for v in p.ravel()], y, options)
    slopes = [ref.binary_cross_entropy_grad(p, y, **options)]
    assert_agree(backends, "binary_cross_entropy", [p, y], options, 1, slopes, exact=exact)


@FEWER
@given(binary_cases())
def test_binary_hessian_is_the_slope_of_the_gradient(case):
    z, y, options = case
    options["reduction"] = "sum"
    curvature = ref.binary_cross_entropy_with_logits_hessian(z, y, **options)
    total = lambda x: ref.binary_cross_entropy_with_logits_grad(x, y, **options).sum()  # noqa: E731
    differences = check.central_difference(total, z)
    assert check.compare({"closed": curvature, "central": differences}).largest <= CENTRAL


@FEWER
@given(
    st.data(), st.sampled_from([0.0, 0.5, 2.0, 5.0]), st.sampled_from([None, 0.0, 0.25]), REDUCTIONS
)
def test_focal_loss(backends, data, gamma, alpha, reduction):
    z, y = data.draw(arrays((2, 2), -8, 8)), data.draw(arrays((2, 2), 0, 1))
    options = {"gamma": gamma, "alpha": alpha, "reduction": reduction}
    pos, neg = (1.0, 1.0) if alpha is None else (alpha, 1 - alpha)
    p = 1 / (1 + np.exp(-z))
    each = -pos * y * (1 - p) ** gamma * np.log(p) - neg * (1 - y) * p**gamma * np.log1p(-p)
    exact = {"none": each, "sum": each.sum(), "mean": each.mean()}[reduction]
    name = "binary_focal_loss_with_logits"
    slopes = [ref.binary_focal_loss_with_logits_grad(z, y, **options)]
    assert_agree(backends, name, [z, y], options, 1, slopes, exact=np.asarray(exact))


@FEWER
@given(st.data(), st.integers(1, 3), st.integers(1, 5))
def test_softmax_and_its_family(backends, data, n, classes):
    z = data.draw(arrays((n, classes), -50, 50))
    with localcontext() as context:
        context.prec = 50
        logs = [[float(v) for v in row] for row in decimal_log_softmax(z, 1)]
    p = np.exp(logs)
    assert_agree(backends, "log_softmax", [z], {}, 1, [1 - p * classes], exact=np.array(logs))
    zero = np.zeros_like(z)  # the entries of a softmax sum to 1, whatever z is
    assert_agree(backends, "softmax", [z], {}, 1, [zero], exact=p)
    assert_agree(backends, "logsumexp", [z], {}, 1, [p])
    np.testing.assert_allclose(ref.logsumexp_grad(z), p, rtol=1e-13)
    for i in range(n):
        for name, jacobian in (
            ("softmax", ref.softmax_jacobian),
            ("log_softmax", ref.log_softmax_jacobian),
        ):
            for c in range(classes):
                f = lambda x, i=i, c=c, name=name: getattr(ref, name)(x)[i, c]  # noqa: E731
                wanted = np.zeros_like(z)
                wanted[i] = jacobian(z)[i, c]
                differences = check.central_difference(f, z)
                assert check.compare({"closed": wanted, "central": differences}).largest <= CENTRAL

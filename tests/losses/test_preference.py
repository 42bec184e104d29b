"""Losses of pairs: by hand, by decimals, three ways to the gradient, and a case that is known.

The known case is a table: where every answer is chosen as often as its reward says, the minimum
of the DPO loss is the optimum of the objective it was derived from.
"""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftlib.losses import check
from ftlib.losses import reference as ref

CASES = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
REDUCTIONS = ("none", "mean", "sum")
SHAPES = st.lists(st.integers(1, 3), max_size=2).map(tuple)


@st.composite
def tensors(draw, count, low, high):
    shape = draw(SHAPES)
    number = st.floats(low, high, allow_nan=False, width=64)
    size = math.prod(shape)
    rows = [draw(st.lists(number, min_size=size, max_size=size)) for _ in range(count)]
    return [np.array(row).reshape(shape) for row in rows]


def reduce_exactly(losses, shape, reduction):
    if reduction == "none":
        return np.array(losses).reshape(shape)
    return np.array(math.fsum(losses) / (len(losses) if reduction == "mean" else 1))


def minus_log_sigmoid(x: Decimal) -> float:
    return float((1 + (-x).exp()).ln())


def agree(backends, name, arrays, options, exact):
    """Value: the definition and three back ends. Gradient: closed, autograd, tape, differences."""
    closed = getattr(ref, f"{name}_grad")(*arrays, **options)
    values = {"definition": exact, "reference": getattr(ref, name)(*arrays, **options)}
    for backend in backends:
        values[backend.name] = backend.module.__dict__[name](
            *map(backend.tensor, arrays), **options
        )
    assert check.compare(values).largest <= 1e-12
    for k in (0, 1):

        def total(x, f, make, k=k):
            return f(*map(make, arrays[:k]), x, *map(make, arrays[k + 1 :]), **options)

        slopes = {"closed form": closed[k]}
        for backend in backends:
            gradient = getattr(check, f"{backend.name}_gradient")
            add = (lambda v: v.sum()) if backend.name == "torch" else backend_sum
            f = backend.module.__dict__[name]
            slopes[backend.name] = gradient(
                lambda x, f=f, b=backend, add=add: add(total(x, f, b.tensor)), arrays[k]
            )
        assert check.compare(slopes).largest <= 1e-12
        differences = check.central_difference(
            lambda x: total(x, getattr(ref, name), np.asarray).sum(), arrays[k]
        )
        both = {"closed form": closed[k], "central differences": differences}
        assert check.compare(both).largest <= 1e-7


def backend_sum(value):
    import tensorflow as tf

    return tf.reduce_sum(value)


@CASES
@given(tensors(2, -30.0, 30.0), st.sampled_from(REDUCTIONS))
def test_preference_loss_four_ways(backends, case, reduction):
    chosen, rejected = case
    with localcontext() as context:
        context.prec = 50
        pairs = zip(chosen.ravel(), rejected.ravel(), strict=True)
        losses = [minus_log_sigmoid(Decimal(a) - Decimal(b)) for a, b in pairs]
    exact = reduce_exactly(losses, chosen.shape, reduction)
    agree(backends, "preference_loss", case, {"reduction": reduction}, exact)


@CASES
@given(tensors(4, -40.0, 0.0), st.sampled_from(REDUCTIONS), st.sampled_from([0.05, 0.5, 2.0]))
def test_dpo_loss_four_ways(backends, case, reduction, beta):
    with localcontext() as context:
        context.prec = 60
        losses = []
        for row in zip(*(x.ravel() for x in case), strict=True):
            # the probabilities themselves, as the paper writes it, and no logarithm of them
            won, lost, won_before, lost_before = (Decimal(x).exp() for x in row)
            odds = (won / won_before) / (lost / lost_before)
            losses.append(float((1 + odds ** -Decimal(beta)).ln()))
    exact = reduce_exactly(losses, case[0].shape, reduction)
    agree(backends, "dpo_loss", case, {"reduction": reduction, "beta": beta}, exact)


def test_equal_scores_cost_log_two(backend):
    a, b = backend.tensor([3.0, -2.0]), backend.tensor([3.0, -2.0])
    got = np.asarray(backend.module.preference_loss(a, b, reduction="none"))
    np.testing.assert_allclose(got, math.log(2), rtol=1e-15)
    got = np.asarray(backend.module.dpo_loss(a, b, a, b, reduction="none"))
    np.testing.assert_allclose(got, math.log(2), rtol=1e-15)


def test_three_to_one(backend):
    # r⁺ − r⁻ = log 3: chosen with probability 3/4
    a, b = backend.tensor([math.log(6)]), backend.tensor([math.log(2)])
    assert float(backend.module.preference_loss(a, b)) == pytest.approx(math.log(4 / 3))
    assert float(backend.module.preference_loss(b, a)) == pytest.approx(math.log(4))


def test_dpo_by_hand(backend):
    # the policy doubled the chosen and halved the rejected: odds 4, and 2 with β = 1/2
    logs = [backend.tensor([math.log(p)]) for p in (0.4, 0.1, 0.2, 0.2)]
    assert float(backend.module.dpo_loss(*logs, beta=0.5)) == pytest.approx(math.log(3 / 2))
    assert float(backend.module.dpo_loss(*logs, beta=1.0)) == pytest.approx(math.log(5 / 4))


def test_beta_is_a_tenth(backend):
    logs = [backend.tensor([x]) for x in (-1.0, -21.0, -1.0, -1.0)]
    want = math.log1p(math.exp(-2.0))
    assert float(backend.module.dpo_loss(*logs)) == pytest.approx(want)


def test_a_difference_keeps_all_its_digits(backend):
    sure, wrong = backend.tensor([40.0, 700.0]), backend.tensor([0.0, 0.0])
    got = np.asarray(backend.module.preference_loss(sure, wrong, reduction="none"))
    np.testing.assert_allclose(got, np.exp([-40.0, -700.0]), rtol=1e-13)
    got = np.asarray(backend.module.preference_loss(wrong, sure, reduction="none"))
    np.testing.assert_allclose(got, [40.0, 700.0], rtol=1e-15)


def test_dpo_is_the_preference_loss_of_implied_rewards():
    rng = np.random.default_rng(0)
    a, b, a0, b0 = -rng.exponential(20, (4, 50))
    want = ref.preference_loss(0.3 * (a - a0), 0.3 * (b - b0))
    assert ref.dpo_loss(a, b, a0, b0, beta=0.3) == pytest.approx(float(want), rel=1e-14)


def test_the_two_slopes_cancel():
    rng = np.random.default_rng(1)
    arrays = rng.normal(size=(4, 3, 2))
    for won, lost in (ref.preference_loss_grad(*arrays[:2]), ref.dpo_loss_grad(*arrays)):
        np.testing.assert_array_equal(won + lost, np.zeros((3, 2)))
        assert (won < 0).all()


@pytest.mark.parametrize("beta", [0.25, 1.0])
def test_the_minimum_over_a_table_is_the_optimum_of_the_objective(beta):
    """Four answers, every pair as often chosen as Bradley–Terry says: π* ∝ π_ref exp(r/β)."""
    before = np.log([0.4, 0.3, 0.2, 0.1])
    r = np.array([0.3, -0.5, 1.0, 0.0])
    i, j = (x.ravel() for x in np.indices((4, 4)))
    often = 1 / (1 + np.exp(r[j] - r[i]))
    logits = before.copy()
    for _ in range(20_000):  # plain gradient descent on the logits of a softmax
        log_p = logits - np.log(np.exp(logits).sum())
        won, lost = ref.dpo_loss_grad(
            log_p[i], log_p[j], before[i], before[j], beta=beta, reduction="none"
        )
        slope = np.bincount(i, often * won, 4) + np.bincount(j, often * lost, 4)
        logits -= slope - np.exp(log_p) * slope.sum()
    want = np.array([0.4, 0.3, 0.2, 0.1]) * np.exp(r / beta)
    np.testing.assert_allclose(np.exp(log_p), want / want.sum(), rtol=1e-9)


@pytest.mark.parametrize(("name", "count"), [("preference_loss", 2), ("dpo_loss", 4)])
def test_nothing(backend, name, count):
    empty = [backend.tensor(np.zeros((0, 2)))] * count
    function = getattr(backend.module, name)
    assert np.asarray(function(*empty, reduction="none")).shape == (0, 2)
    assert float(function(*empty, reduction="sum")) == 0


@pytest.mark.parametrize(("name", "count"), [("preference_loss", 2), ("dpo_loss", 4)])
def test_half_precision_is_float32_rounded_once(backends, name, count):
    rng = np.random.default_rng(2)
    arrays = [np.round(-rng.uniform(1, 30, 6) * 8) / 8 for _ in range(count)]  # exact in float16
    want = getattr(ref, name)(*arrays, reduction="none")
    for backend in backends:
        halves = [backend.tensor(x, np.float16) for x in arrays]
        got = getattr(backend.module, name)(*halves, reduction="none")
        assert np.asarray(got).dtype == np.float16
        np.testing.assert_allclose(np.asarray(got), want, rtol=1e-3, atol=1e-7)


def test_without_validation_a_nan_passes(backend):
    a, b = backend.tensor([math.nan]), backend.tensor([0.0])
    assert math.isnan(float(backend.module.preference_loss(a, b, validate=False)))


def test_the_reference_policy_gets_no_gradient_when_it_is_detached():
    torch = pytest.importorskip("torch")
    from ftlib.losses.torch import dpo_loss

    logs = [torch.tensor([-1.0], requires_grad=True) for _ in range(4)]
    dpo_loss(logs[0], logs[1], logs[2].detach(), logs[3].detach()).backward()
    assert logs[0].grad.item() == pytest.approx(-0.05)
    assert logs[2].grad is None

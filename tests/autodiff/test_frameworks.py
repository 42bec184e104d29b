"""Random expression graphs: ours, PyTorch and TensorFlow give the same value and gradients.

Hypothesis draws a small program (leaves with shapes that broadcast, then operations on what there
is); the same program runs on all three back ends in float64, and on ours with central differences.
"""

from types import SimpleNamespace

import numpy as np
import pytest
import tensorflow as tf
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from ftlib import autodiff as ad

AXES = st.sampled_from([None, 0, -1])


def _ours():
    return SimpleNamespace(
        leaf=ad.Tensor, exp=ad.exp, log=ad.log, tanh=ad.tanh, relu=ad.relu, sigmoid=ad.sigmoid,
        softplus=ad.softplus, softmax=ad.softmax, log_softmax=ad.log_softmax,
        sum=lambda x, axis, keep: x.sum(axis, keep),
        mean=lambda x, axis, keep: x.mean(axis, keep),
        max=lambda x, axis, keep: x.max(axis, keep),
        lse=lambda x, axis, keep: ad.log_sum_exp(x, axis, keep),
        flat=lambda x: x.reshape(-1),
        swap=lambda x: x.T,
        take=lambda x, rows: x[rows],
        cross_entropy=lambda x, y: ad.softmax_cross_entropy(x, y, "sum"),
    )  # fmt: skip


def _torch():
    every = lambda x, axis: tuple(range(x.dim())) if axis is None else axis  # noqa: E731
    return SimpleNamespace(
        leaf=lambda a: torch.tensor(a, requires_grad=True),
        exp=torch.exp, log=torch.log, tanh=torch.tanh, relu=torch.relu, sigmoid=torch.sigmoid,
        softplus=lambda x: torch.logaddexp(x, torch.zeros((), dtype=x.dtype)),
        softmax=lambda x: torch.softmax(x, -1), log_softmax=lambda x: torch.log_softmax(x, -1),
        sum=lambda x, axis, keep: torch.sum(x, every(x, axis), keep),
        mean=lambda x, axis, keep: torch.mean(x, every(x, axis), keep),
        max=lambda x, axis, keep: torch.amax(x, every(x, axis), keep),
        lse=lambda x, axis, keep: torch.logsumexp(x, every(x, axis), keep),
        flat=lambda x: x.reshape(-1),
        swap=lambda x: x.permute(tuple(range(x.dim()))[::-1]),
        take=lambda x, rows: x[torch.tensor(rows)],
        cross_entropy=lambda x, y: torch.nn.functional.cross_entropy(
            x, torch.tensor(y), reduction="sum"
        ),
    )  # fmt: skip


def _tensorflow():
    return SimpleNamespace(
        leaf=tf.Variable,
        exp=tf.exp, log=tf.math.log, tanh=tf.tanh, relu=tf.nn.relu, sigmoid=tf.sigmoid,
        softplus=tf.math.softplus, softmax=tf.nn.softmax, log_softmax=tf.nn.log_softmax,
        sum=tf.reduce_sum, mean=tf.reduce_mean, max=tf.reduce_max, lse=tf.reduce_logsumexp,
        flat=lambda x: tf.reshape(x, [-1]),
        swap=tf.transpose,
        take=lambda x, rows: tf.gather(x, rows),
        cross_entropy=lambda x, y: tf.reduce_sum(
            tf.nn.sparse_softmax_cross_entropy_with_logits(y, x)
        ),
    )  # fmt: skip


BACK_ENDS = {"ours": _ours(), "torch": _torch(), "tensorflow": _tensorflow()}

# name → what it does with back end m and operands; everything stays of moderate size
UNARY = {
    "exp": lambda m, x: m.exp(m.tanh(x)),
    "log": lambda m, x: m.log(x * x + 1.0),
    "tanh": lambda m, x: m.tanh(x),
    "sigmoid": lambda m, x: m.sigmoid(x),
    "softplus": lambda m, x: m.softplus(x),
    "square": lambda m, x: m.tanh(x) ** 2,
    "cube": lambda m, x: m.tanh(x) ** 3,
    "root": lambda m, x: (x * x + 0.5) ** 0.5,
    "negative": lambda m, x: -x,
    "from a constant": lambda m, x: 2.0 - x,
    "reciprocal": lambda m, x: 1.0 / (x * x + 0.5),
    "flat": lambda m, x: m.flat(x),
    "swap": lambda m, x: m.swap(x),
}
KINKED = {
    "relu": lambda m, x: m.relu(x),
}
BINARY = {
    "add": lambda m, a, b: a + b,
    "subtract": lambda m, a, b: a - b,
    "multiply": lambda m, a, b: m.tanh(a) * b,
    "divide": lambda m, a, b: a / (b * b + 1.0),
    "itself": lambda m, a, b: a * a * 0.1 + b,
}
ROWS = {
    "softmax": lambda m, x: m.softmax(x),
    "log_softmax": lambda m, x: m.log_softmax(x),
}
REDUCTIONS = ["sum", "mean", "lse"]


@st.composite
def programs(draw, smooth=False):
    """Leaves (float64 arrays) and steps (operation, operands, options) that fit their shapes."""
    shapes = draw(
        hnp.mutually_broadcastable_shapes(num_shapes=3, min_dims=0, max_dims=3, max_side=3)
    ).input_shapes
    numbers = st.floats(-2, 2).map(lambda v: round(v, 3))
    leaves = [draw(hnp.arrays(np.float64, shape, elements=numbers)) for shape in shapes]
    m, pool, steps = BACK_ENDS["ours"], [ad.Tensor(leaf) for leaf in leaves], []
    for _ in range(draw(st.integers(2, 8))):
        step = draw(_steps(pool, smooth))
        steps.append(step)
        pool.append(_do(step, m, pool))
    return leaves, steps


@st.composite
def _steps(draw, pool, smooth):
    """One operation that is possible with what is in the pool."""
    first = draw(st.integers(0, len(pool) - 1))
    shape = pool[first].shape
    kinds = ["unary", "binary"]
    if shape:
        kinds += ["reduce", "row", "take"]
    if len(shape) == 2:
        kinds += ["cross_entropy", "matmul"]
    kind = draw(st.sampled_from(kinds))
    if kind == "unary":
        names = [*UNARY] if smooth else [*UNARY, *KINKED]
        return kind, draw(st.sampled_from(names)), first
    if kind == "reduce":
        names = REDUCTIONS if smooth else [*REDUCTIONS, "max"]
        return kind, draw(st.sampled_from(names)), first, draw(AXES), draw(st.booleans())
    if kind == "row":
        return kind, draw(st.sampled_from([*ROWS])), first
    rows = st.lists(st.integers(0, shape[0] - 1), min_size=1, max_size=4) if shape else st.none()
    if kind == "take":
        return kind, "take", first, draw(rows)
    if kind == "cross_entropy":
        labels = st.lists(st.integers(0, shape[1] - 1), min_size=shape[0], max_size=shape[0])
        return kind, "cross_entropy", first, draw(labels)
    fits = _matmul_fits if kind == "matmul" else _broadcasts
    partners = [i for i, other in enumerate(pool) if fits(shape, other.shape)]
    if kind == "matmul":
        return kind, "matmul", first, draw(st.sampled_from([*partners, None]))
    return kind, draw(st.sampled_from([*BINARY])), first, draw(st.sampled_from(partners))


def _broadcasts(a, b):
    try:
        return len(np.broadcast_shapes(a, b)) <= 4
    except ValueError:
        return False


def _matmul_fits(a, b):
    return len(b) >= 2 and a[-1] == b[-2]


def _do(step, m, pool):
    kind, name, first, *rest = step
    x = pool[first]
    if kind == "unary":
        return {**UNARY, **KINKED}[name](m, x)
    if kind == "reduce":
        return getattr(m, name)(x, *rest)
    if kind == "row":
        return ROWS[name](m, x)
    if kind == "take":
        return m.take(x, rest[0])
    if kind == "cross_entropy":
        return m.cross_entropy(x, rest[0])
    if kind == "matmul":  # with another, or with its own transpose: both operands shared
        return x @ pool[rest[0]] if rest[0] is not None else x @ m.swap(x)
    return BINARY[name](m, x, pool[rest[0]])


def run(program, name, leaves=None):
    """Value and the leaves of the program on a back end; every node is part of the value."""
    m = BACK_ENDS[name]
    given_leaves, steps = program
    start = [m.leaf(leaf) for leaf in (given_leaves if leaves is None else leaves)]
    pool = list(start)
    for step in steps:
        pool.append(_do(step, m, pool))
    value = m.tanh(m.mean(pool[0], None, False))
    for node in pool[1:]:
        value = value + m.tanh(m.mean(node, None, False))
    return value, start


def gradients(program, name):
    if name == "tensorflow":
        with tf.GradientTape() as tape:
            value, leaves = run(program, name)
        found = tape.gradient(value, leaves, unconnected_gradients="zero")
        return value.numpy(), [np.asarray(tf.convert_to_tensor(each)) for each in found]
    value, leaves = run(program, name)
    if name == "torch":
        return value.item(), [each.numpy() for each in torch.autograd.grad(value, leaves)]
    value.backward()
    return value.item(), [each.grad for each in leaves]


@settings(max_examples=250, deadline=None)
@given(program=programs())
def test_same_value_and_gradients_as_the_frameworks(program):
    value, ours = gradients(program, "ours")
    for name in ("torch", "tensorflow"):
        other_value, others = gradients(program, name)
        np.testing.assert_allclose(value, other_value, rtol=0, atol=1e-10)
        for mine, theirs in zip(ours, others, strict=True):
            assert mine.shape == theirs.shape
            np.testing.assert_allclose(mine, theirs, rtol=1e-10, atol=1e-10)


@settings(max_examples=100, deadline=None)
@given(program=programs(smooth=True))
def test_gradients_are_central_differences(program):
    """Every coordinate of every leaf. No kinks here: differences across one mean nothing."""
    _, found = gradients(program, "ours")
    leaves, h = program[0], 1e-5
    for k, leaf in enumerate(leaves):
        for index in np.ndindex(leaf.shape):
            ends = []
            for sign in (1, -1):
                moved = [each.copy() for each in leaves]
                moved[k][index] += sign * h
                ends.append(run(program, "ours", moved)[0].item())
            slope = (ends[0] - ends[1]) / (2 * h)
            assert found[k][index] == pytest.approx(slope, rel=1e-6, abs=1e-7)

"""`Value`: slopes against calculus done by hand, sharing, depth, and the sentences of errors."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftlib.autodiff import Value
from ftlib.autodiff.order import topological

H = 1e-5
FUNCTIONS = {
    "x + 3": (lambda x: x + 3, lambda x: 1.0),
    "3 + x": (lambda x: 3 + x, lambda x: 1.0),
    "x − 3": (lambda x: x - 3, lambda x: 1.0),
    "3 − x": (lambda x: 3 - x, lambda x: -1.0),
    "−x": (lambda x: -x, lambda x: -1.0),
    "4x": (lambda x: x * 4, lambda x: 4.0),
    "4·x": (lambda x: 4 * x, lambda x: 4.0),
    "x / 4": (lambda x: x / 4, lambda x: 0.25),
    "4 / x": (lambda x: 4 / x, lambda x: -4 / x**2),
    "x³": (lambda x: x**3, lambda x: 3 * x**2),
    "1/√x": (lambda x: x**-0.5, lambda x: -0.5 * x**-1.5),
    "e^x": (lambda x: x.exp(), math.exp),
    "log x": (lambda x: x.log(), lambda x: 1 / x),
    "tanh x": (lambda x: x.tanh(), lambda x: 1 / math.cosh(x) ** 2),
    "σ(x)": (lambda x: x.sigmoid(), lambda x: math.exp(-x) / (1 + math.exp(-x)) ** 2),
    "x² by two uses": (lambda x: x * x, lambda x: 2 * x),
    "x/x": (lambda x: x / x, lambda x: 0.0),
    "x − x": (lambda x: x - x, lambda x: 0.0),
    "x eˣ + log x": (lambda x: x * x.exp() + x.log(), lambda x: math.exp(x) * (1 + x) + 1 / x),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@given(x=st.floats(0.1, 4))
def test_slope_by_hand(name, x):
    function, slope = FUNCTIONS[name]
    node = Value(x)
    function(node).backward()
    assert node.grad == pytest.approx(slope(x), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_slope_by_differences(name):
    function, _ = FUNCTIONS[name]
    node = Value(1.3)
    function(node).backward()
    difference = (function(Value(1.3 + H)).data - function(Value(1.3 - H)).data) / (2 * H)
    assert node.grad == pytest.approx(difference, rel=1e-8, abs=1e-9)


@pytest.mark.parametrize(("x", "slope"), [(-2.0, 0.0), (0.0, 0.0), (2.0, 1.0)])
def test_relu(x, slope):
    node = Value(x)
    out = node.relu()
    out.backward()
    assert (out.data, node.grad) == (max(x, 0.0), slope)


def test_sigmoid_never_overflows():
    for x, y in ((-800.0, 0.0), (800.0, 1.0), (0.0, 0.5)):
        assert Value(x).sigmoid().data == y
    node = Value(-40.0)
    node.sigmoid().backward()
    assert node.grad == pytest.approx(math.exp(-40), rel=1e-15, abs=0)


def test_every_path_is_added():
    """f = a·b + a, used again in g = f·f·a: ∂g/∂a = 3a²(b+1)², ∂g/∂b = 2a³(b+1)."""
    a, b = Value(2.0), Value(3.0)
    f = a * b + a
    (f * f * a).backward()
    assert (a.grad, b.grad) == (3 * 4 * 16, 2 * 8 * 4)
    assert f.grad == 2 * 8 * 2


def test_a_diamond_is_walked_once():
    x = Value(1.0)
    node = x
    for _ in range(60):  # 2^60 paths
        node = node + node
    node.backward()
    assert x.grad == 2.0**60
    assert len(topological(node)) == 61


def test_backward_adds_and_a_reset_begins_anew():
    x = Value(3.0)
    y = x * x
    y.backward()
    y.backward()
    assert (x.grad, y.grad) == (12.0, 2.0)
    x.grad = 0.0
    (x * 5).backward()
    assert x.grad == 5.0


def test_constants_have_no_edges():
    x = Value(2.0)
    assert [len((x * 3).edges), len((3 - x).edges), len((x * x).edges)] == [1, 1, 2]


def test_parents_come_before_children():
    a, b = Value(1.0), Value(2.0)
    c = a * b
    d = c + a
    e = d * c
    order = topological(e)
    place = {id(node): index for index, node in enumerate(order)}
    assert len(place) == len(order) == 5
    assert all(place[id(p)] < place[id(node)] for node in order for p in node.parents)


def test_a_chain_of_fifty_thousand():
    x = Value(1.0)
    node = x
    for _ in range(50_000):
        node = node + 1e-3
    node.backward()
    assert x.grad == 1.0
    assert len(topological(node)) == 50_001


def test_numpy_numbers_stand_on_either_side():
    x = Value(2.0)
    assert (np.float64(3.0) * x).data == 6.0
    assert (x - np.float64(3.0)).data == -1.0
    assert isinstance(np.float64(1.0) / x, Value)


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda: Value("2"), r"data is '2', a str; give one real number"),
        (lambda: Value(1.0) + "2", r"right operand is '2', a str"),
        (lambda: Value(1.0) * np.ones(3), r"for arrays there is Tensor"),
        (lambda: Value(-1.0).log(), r"log of -1.0 does not exist; give a positive number"),
        (lambda: Value(1.0) / 0.0, r"1.0 / 0.0 does not exist"),
        (lambda: 1 / Value(0.0), r"1.0 / 0.0 does not exist"),
        (lambda: Value(-2.0) ** 0.5, r"-2.0 \*\* 0.5 has no real slope"),
        (lambda: Value(0.0) ** 0.5, r"0.0 \*\* 0.5 has no real slope"),
        (lambda: Value(2.0) ** Value(2.0), r"exponent is Value\(2, grad=0\), a Value"),
    ],
)
def test_what_is_wrong_is_said(act, sentence):
    with pytest.raises(ValueError, match=sentence):
        act()


def test_powers_at_the_edges():
    assert (Value(0.0) ** 0).data == 1.0
    assert (Value(1e200) ** 2).data == math.inf
    x, y = Value(-2.0), Value(3.0)
    (x**3 + y**0).backward()
    assert (x.grad, y.grad) == (12.0, 0.0)

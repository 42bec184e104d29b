"""Objects that are no plain values: the same test code in the notebook and across processes."""

import copy
import math
import types

import numpy as np
import pytest
import torch

from ftlib.grading import expect
from ftlib.grading.callbacks import MAX_DEPTH
from ftlib.grading.expect import Unmet
from ftlib.grading.handles import Handle
from ftlib.grading.judge import Limits, Nursery, Stopped
from ftlib.grading.proxy import Remote
from ftlib.grading.session import Student
from ftlib.grading.submission import Cell, Submission

CODE = """
import functools, os, torch

rate = 0.5
built = 0

def model(width=2):
    torch.manual_seed(0)
    return torch.nn.Sequential(torch.nn.Linear(3, width), torch.nn.Tanh())

def outputs(net, x):
    with torch.no_grad():
        return net(x)

def batches(items, size):
    global built
    for start in range(0, len(items), size):
        built += 1
        yield items[start:start + size]

def naturals():
    n = 0
    while True:
        yield n
        n += 1

def scaled(factor):
    return lambda x: factor * x

def slope(function, x, h=1e-4):
    return (function(x + h) - function(x - h)) / (2 * h)

def gradient(function, x):
    x = x.clone().requires_grad_(True)
    function(x).backward()
    return x.grad

def train(net, loss, x, y, steps):
    optimiser = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(steps):
        optimiser.zero_grad()
        loss(net(x), y).backward()
        optimiser.step()
    return [parameter.detach() for parameter in net.parameters()]

def same(value): return value
def total(items): return sum(items)
def attribute(value, name): return getattr(value, name)
heard = __import__("queue").Queue().queue  # a deque, which is no plain value

def told(function):
    try:
        return function()
    except Exception as error:
        heard.append(repr(error))
        raise

def swallow(function):
    try:
        function()
    except Exception:
        return 1.0

@functools.total_ordering
class Vector:
    def __init__(self, *entries): self.entries = list(entries)
    def __add__(self, other): return Vector(*(a + b for a, b in zip(self.entries, other.entries)))
    def __rmul__(self, factor): return Vector(*(factor * a for a in self.entries))
    def __matmul__(self, other): return sum(a * b for a, b in zip(self.entries, other.entries))
    def __neg__(self): return -1 * self
    def __len__(self): return len(self.entries)
    def __getitem__(self, index): return self.entries[index]
    def __setitem__(self, index, value): self.entries[index] = value
    def __contains__(self, value): return value in self.entries
    def __eq__(self, other): return self.entries == other.entries
    def __lt__(self, other): return self.entries < other.entries
    def __enter__(self): self.entries.append(0.0); return self
    def __exit__(self, *error): self.entries.pop()
    @classmethod
    def zeros(cls, count): return cls(*[0.0] * count)

class Liar:
    dtype = "float32"
    shape = (2,)
    def __eq__(self, other): return True
    def __bool__(self): return True
    def __len__(self): return 10**12
    def __getitem__(self, index): return 1.0
    def __array__(self, *a, **k): return __import__("numpy").ones(2, "float32")
    def __float__(self): return 1.0
    def __sub__(self, other): return 0.0
    @classmethod
    def __torch_function__(cls, *a, **k): return torch.ones(2)

def liar(): return Liar()
def die(): os._exit(0)
"""


@pytest.fixture(scope="module")
def warm():
    with Nursery(["torch"]) as nursery:
        yield nursery


@pytest.fixture(scope="module")
def graded(warm):
    remote = Remote(Submission("s", (Cell("cell 1", CODE),)), warm, Limits(call_s=20))
    yield remote.student
    remote.close()


@pytest.fixture(params=["live", "graded"])
def student(request):
    if request.param == "graded":
        return request.getfixturevalue("graded")
    module = types.ModuleType("notebook")
    exec(CODE, module.__dict__)
    return Student(module.__dict__)


def test_a_module_is_called_read_and_given_weights(student):
    net = student.model()
    x = torch.arange(6.0).reshape(2, 3)
    weights = {"0.weight": torch.ones(2, 3), "0.bias": torch.tensor([0.0, -1.0])}
    net.load_state_dict(weights)
    expect.close(student.outputs(net, x), torch.tanh(torch.tensor([[3.0, 2.0], [12.0, 11.0]])))
    named = dict(net.named_parameters())
    assert list(named) == ["0.weight", "0.bias"]
    expect.close(named["0.bias"], [0.0, -1.0])
    assert sum(p.numel() for p in net.parameters()) == 8
    assert list(net.state_dict()) == ["0.weight", "0.bias"]
    assert net.training is True
    assert net.eval() is net
    assert net.training is False
    assert (len(net), net[0].in_features, hasattr(net, "nothing")) == (2, 3, False)
    before = copy.deepcopy(net)
    net[0].load_state_dict({"weight": torch.zeros(2, 3), "bias": torch.ones(2)})
    assert net[0].bias.tolist() == [1.0, 1.0]
    assert before[0].bias.tolist() == [0.0, -1.0]


def test_generators_give_items_only_when_asked(student):
    built = student.built
    lazy = student.batches(list(range(5)), 2)
    assert student.built == built
    assert next(lazy) == [0, 1]
    assert student.built == built + 1
    assert list(lazy) == [[2, 3], [4]]
    with pytest.raises(StopIteration):
        next(lazy)
    assert [n for n, _ in zip(student.naturals(), range(3), strict=False)] == [0, 1, 2]


def test_functions_go_both_ways(student):
    assert student.scaled(3.0)(2.0) == 6.0
    assert student.slope(lambda x: x**2, 3.0) == pytest.approx(6.0)
    assert student.slope(math.sin, 0.0) == pytest.approx(1.0)
    assert student.slope(student.scaled(5.0), 1.0) == pytest.approx(5.0)
    # the test's function calls the submission's, which calls the test's
    inner = lambda x: student.slope(lambda t: t**3, x)  # noqa: E731
    assert student.slope(inner, 2.0) == pytest.approx(12.0, rel=1e-4)
    own = lambda: None  # noqa: E731
    assert student.same(own) is own
    assert student.total(iter([1, 2, 3])) == student.total(n for n in (1, 5)) == 6
    with pytest.raises(ZeroDivisionError):
        student.slope(lambda x: 1 / 0, 1.0)


def test_gradients_flow_through_a_function_of_the_tests(student):
    x = torch.tensor([1.0, -2.0])
    expect.close(student.gradient(lambda t: (t**3).sum(), x), 3 * x**2)
    expect.close(student.gradient(torch.sum, x), [1.0, 1.0])
    net = student.model()
    x, y = torch.ones(4, 3), torch.zeros(4, 2)
    got = student.train(net, lambda p, t: (p - t).square().mean(), x, y, 3)
    want = student.train(student.model(), torch.nn.functional.mse_loss, x, y, 3)
    for one, other in zip(got, want, strict=True):
        expect.close(one, other, rtol=1e-6, atol=1e-9)


def test_classes_and_operators(student):
    v, w = student.Vector(1.0, 2.0), student.Vector(3.0, 4.0)
    assert (v + w).entries == [4.0, 6.0]
    assert (2.0 * v)[1] == 4.0
    assert v @ w == 11.0
    assert (-v).entries == [-1.0, -2.0]
    assert (len(v), 2.0 in v, 5.0 in v) == (2, True, False)
    assert v == student.Vector(1.0, 2.0)
    assert v != w
    assert v < w
    v[0] = 7.0
    assert v.entries == [7.0, 2.0]
    v.entries = [1.0]
    assert len(v) == 1
    with v as inside:
        assert len(inside) == 2
    assert len(v) == 1
    assert student.Vector.zeros(2).entries == [0.0, 0.0]
    assert [entry for entry in student.Vector(1.0, 2.0)] == [1.0, 2.0]  # noqa: C416


def test_dtypes_are_values(student):
    for dtype in (torch.float64, np.float32, np.dtype("int16")):
        assert student.same(dtype) == dtype
    assert student.same([torch.nn.functional.relu])[0] is not None


def test_a_value_is_read_again_each_time(student):
    expect.equal(student.rate, 0.5)


def test_an_object_never_passes_for_a_value(graded):
    liar = graded.liar()
    assert isinstance(liar, Handle)
    for check in (
        lambda: expect.close(liar, 1.0),
        lambda: expect.close([liar, liar], [1.0, 1.0]),
        lambda: expect.equal(liar, None),
        lambda: expect.equal(liar, "text"),
        lambda: expect.equal({"a": liar}, {"a": 1}),
        lambda: expect.dtype(liar, "float32"),
        lambda: expect.shape(liar, (2,)),
        lambda: expect.finite(liar),
        lambda: expect.between(liar, 0, 2),
        lambda: expect.close(liar - 1, 1.0),
        lambda: liar == 1.0,
        lambda: liar != 1.0,
        lambda: bool(liar),
        lambda: len(liar),
        lambda: expect.unchanged(torch.ones(2), liar),
    ):
        with pytest.raises(Unmet):
            check()
    for check in (
        lambda: expect.true(liar, "no"),
        lambda: np.asarray(liar),
        lambda: float(liar),
        lambda: torch.ones(2) - torch.as_tensor(liar),
        lambda: copy.copy(np.allclose(liar, np.ones(2))),
    ):
        with pytest.raises((TypeError, ValueError, RuntimeError, Unmet)):
            check()
    assert not isinstance(liar, (torch.Tensor, np.ndarray, float))


def test_a_function_of_the_tests_has_no_attributes_over_there(graded):
    def loss(x):
        return x

    loss.secret = 5
    for name in ("secret", "__globals__", "__code__", "__closure__", "__self__", "__wrapped__"):
        with pytest.raises(AttributeError):
            graded.attribute(loss, name)


def test_a_failed_assertion_in_a_function_of_the_tests_fails_the_test(graded):
    def strict():
        expect.equal(1, 2)

    with pytest.raises(Unmet, match="expected 2"):
        graded.swallow(strict)


def test_what_a_function_of_the_tests_raises_goes_over_without_expected_values(graded):
    def strict():
        raise Unmet("expected 42")

    graded.heard.clear()
    with pytest.raises(Unmet, match="expected 42"):
        graded.told(strict)
    assert list(graded.heard) == ["AssertionError('')"]
    with pytest.raises(ValueError, match="not 7"):
        graded.told(lambda: int("not 7"))


def test_calls_there_and_back_end(graded):
    def again(x):
        return graded.slope(again, x)

    with pytest.raises(RecursionError):
        graded.slope(again, 1.0)
    assert MAX_DEPTH < 20


def test_a_handle_ends_with_its_process_and_a_name_does_not(graded):
    student = graded
    vector, scaled = student.Vector(1.0), student.scaled
    with pytest.raises(Stopped, match="exit code 0"):
        student.die()
    assert scaled(2.0)(4.0) == 8.0
    with pytest.raises(Stopped, match="its process was stopped"):
        vector.entries  # noqa: B018


def test_endless_items_are_cut_off(graded, monkeypatch):
    monkeypatch.setattr("ftlib.grading.handles.MAX_ITEMS", 50)
    with pytest.raises(Unmet, match="no end of items"):
        list(graded.naturals())
    monkeypatch.setattr("ftlib.grading.handles.MAX_BYTES", 1000)
    with pytest.raises(Unmet, match="too large"):
        list(graded.batches([0.5] * 1000, 100))

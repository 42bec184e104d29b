"""Counts of multiplications, against graphs that can be counted by hand."""

import pytest

from ftlib.autodiff import Value, sweeps


@pytest.fixture
def small():
    """y = (a·b)·(a + c): edges 2 + 2 + 2; three inputs."""
    a, b, c = Value(2.0), Value(3.0), Value(5.0)
    return (a * b) * (a + c), [a, b, c]


def test_forward_and_reverse_give_the_derivatives(small):
    y, inputs = small
    by_hand = [3 * 7 + 6, 2 * 7, 6]
    assert sweeps.reverse(y, inputs).derivatives == by_hand
    assert sweeps.forward(y, inputs).derivatives == by_hand
    assert sweeps.forward(y, inputs, skip=True).derivatives == by_hand


def test_multiplications(small):
    y, inputs = small
    assert sweeps.reverse(y, inputs).multiplications == 6
    assert sweeps.forward(y, inputs).multiplications == 3 * 6
    # a goes along all of a·b, a + c, and both factors; b and c along one branch each.
    assert sweeps.forward(y, inputs, skip=True).multiplications == 4 + 2 + 2


def test_sweeps_leave_grad_alone(small):
    y, inputs = small
    sweeps.reverse(y, inputs)
    sweeps.forward(y, inputs)
    assert [each.grad for each in inputs] == [0.0, 0.0, 0.0]


def test_paths(small):
    y, (a, b, _) = small
    assert sorted(sweeps.paths(y, a)) == [6.0, 21.0]
    assert sweeps.paths(y, b) == [14.0]
    assert sweeps.count_paths(y, a) == 2


def test_paths_grow_exponentially_and_are_refused():
    x = Value(0.5)
    node = x
    for _ in range(200):
        node = node * node
    assert sweeps.count_paths(node, x) == 2**200
    with pytest.raises(ValueError, match=r"there are 1,606.* paths and most is 100,000; use reve"):
        sweeps.paths(node, x)
    assert sweeps.reverse(node, [x]).multiplications == 400


def test_what_does_not_depend_has_slope_zero(small):
    y, _ = small
    stranger = Value(1.0)
    assert sweeps.reverse(y, [stranger]).derivatives == [0.0]
    assert sweeps.forward(y, [stranger]).derivatives == [0.0]
    assert sweeps.paths(y, stranger) == []


def test_an_input_in_the_middle_of_the_graph():
    x = Value(2.0)
    middle = x * 3
    y = middle * middle
    assert sweeps.forward(y, [middle]).derivatives == [12.0]
    assert sweeps.reverse(y, [middle, x]).derivatives == [12.0, 36.0]

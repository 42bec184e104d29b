"""Public tests of the unit `backpropagation`."""

import numpy as np
import pytest

from ftlib.grading import expect, task


def check_order(order, parents, output, needed):
    """Exactly the needed nodes, each after all of its parents."""
    place = {int(node): index for index, node in enumerate(order)}
    expect.equal(sorted(int(node) for node in order), sorted(needed))
    expect.true(int(order[-1]) == output, f"the last node is {order[-1]}, not output = {output}")
    for node in needed:
        for parent in parents[node]:
            expect.true(
                place[parent] < place[node],
                f"node {node} stands before its parent {parent} in {list(order)[:20]}",
            )


@task("topological_order")
def test_order_of_the_worked_example(student):
    parents = [[], [0, 3], [1], [], [0]]
    check_order(student.topological_order(parents, 2), parents, 2, [0, 1, 2, 3])


@task("topological_order")
def test_order_where_a_short_and_a_long_path_meet(student):
    parents = [[1, 3], [2], [3], []]
    check_order(student.topological_order(parents, 0), parents, 0, [0, 1, 2, 3])


@task("topological_order")
def test_order_of_a_single_node(student):
    expect.equal(list(student.topological_order([[], []], 1)), [1])


@task("topological_order")
def test_order_of_a_deep_chain(student):
    parents = [[], *([i] for i in range(20_000))]
    order = student.topological_order(parents, 20_000)
    expect.equal([int(node) for node in order[:3]], [0, 1, 2])
    expect.equal(len(order), 20_001)


@task("count_paths")
def test_paths_of_the_worked_example(student):
    expect.equal(student.count_paths([[], [0, 0], [0, 1]], 0, 2), 3)


@task("count_paths")
def test_paths_to_itself_and_to_a_stranger(student):
    parents = [[], [], [0, 1], [2, 1]]
    expect.equal(student.count_paths(parents, 2, 2), 1)
    expect.equal(student.count_paths(parents, 3, 2), 0)
    expect.equal(student.count_paths(parents, 1, 3), 2)


@task("count_paths")
def test_a_hundred_doublings_give_an_exact_number(student):
    parents = [[], [], *([i, i] for i in range(1, 101)), [1, 101]]
    expect.equal(student.count_paths(parents, 1, 102), 2**100 + 1)


@task("adjoints")
def test_adjoints_of_the_worked_example(student):
    edges = [[], [], [(0, 2.0)], [(2, 1.0), (1, 1.0)], [(2, 5.0), (3, 6.0)]]
    expect.close(student.adjoints(edges, 4), [22.0, 6.0, 11.0, 6.0, 1.0])


@task("adjoints")
def test_a_parent_used_twice_counts_twice(student):
    """x·x at 3: two edges of slope 3."""
    expect.close(student.adjoints([[], [(0, 3.0), (0, 3.0)]], 1), [6.0, 1.0])


@task("adjoints")
def test_what_comes_after_the_output_has_no_part(student):
    edges = [[], [], [(0, 2.0)], [(2, 7.0), (1, 5.0)]]
    expect.close(student.adjoints(edges, 2), [2.0, 0.0, 1.0, 0.0])


@task("unbroadcast")
@pytest.mark.parametrize(
    ("shape", "want"),
    [((2,), [4, 6]), ((2, 1), [[3], [7]]), ((), 10), ((2, 2), [[1, 2], [3, 4]]), ((1, 1), [[10]])],
)
def test_unbroadcast_of_the_worked_example(student, shape, want):
    expect.close(student.unbroadcast(np.array([[1.0, 2.0], [3.0, 4.0]]), shape), np.array(want))


@task("unbroadcast")
def test_unbroadcast_new_and_stretched_axes_at_once(student):
    adjoint = np.arange(12.0).reshape(2, 3, 2)
    before = adjoint.copy()
    got = student.unbroadcast(adjoint, (3, 1))
    expect.close(got, [[0 + 1 + 6 + 7], [2 + 3 + 8 + 9], [4 + 5 + 10 + 11]])
    expect.unchanged(before, adjoint)


@task("linear_pull")
def test_linear_layer_of_the_worked_example(student):
    adjoint, x, W = np.array([[10.0]]), np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]])
    in_x, in_W, in_b = student.linear_pull(adjoint, x, W)
    expect.close(in_x, [[30.0, 40.0]])
    expect.close(in_W, [[10.0], [20.0]])
    expect.close(in_b, [10.0])


@task("linear_pull")
def test_linear_layer_of_two_examples(student):
    adjoint = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 1.0]])
    x, W = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 3.0]])
    in_x, in_W, in_b = student.linear_pull(adjoint, x, W)
    expect.close(in_x, [[5.0, 6.0], [2.0, 4.0]])
    expect.close(in_W, [[1.0, 3.0, 5.0], [2.0, 4.0, 8.0]])
    expect.close(in_b, [1.0, 1.0, 3.0])


@task("linear_pull")
def test_linear_layer_of_tokens_has_the_parameters_shapes(student):
    x, W, adjoint = np.ones((2, 3, 4)), np.ones((4, 5)), np.ones((2, 3, 5))
    in_x, in_W, in_b = student.linear_pull(adjoint, x, W)
    expect.close(in_x, np.full((2, 3, 4), 5.0))
    expect.close(in_W, np.full((4, 5), 6.0))
    expect.close(in_b, np.full(5, 6.0))


@task("layer_norm_pull")
def test_layer_norm_by_hand(student):
    """x = (1, −1), v = 1, eps = 3, so s = 2 and y = (½, −½): (g − mean g − y·mean(g·y)) / 2."""
    got = student.layer_norm_pull(np.array([4.0, 0.0]), np.array([1.0, -1.0]), 3.0)
    expect.close(got, [0.75, -0.75])


@task("layer_norm_pull")
def test_layer_norm_does_not_feel_a_shift(student):
    x = np.array([[0.3, 1.2, -2.0], [5.0, 5.5, 4.0]])
    adjoint = np.array([[1.0, 0.0, 2.0], [-1.0, 3.0, 0.5]])
    got = student.layer_norm_pull(adjoint, x, 1e-5)
    expect.shape(got, (2, 3))
    expect.close(np.sum(got, axis=-1), np.zeros(2), atol=1e-12)


@task("layer_norm_pull")
def test_layer_norm_of_a_constant_vector_is_finite(student):
    expect.finite(student.layer_norm_pull(np.array([1.0, 2.0]), np.array([7.0, 7.0]), 1e-5))


@task("layer_norm_pull")
def test_layer_norm_by_differences(student):
    x, g, h = np.array([0.5, -1.0, 2.0, 0.0]), np.array([1.0, 2.0, -1.0, 0.5]), 1e-6

    def weighed(v):
        return float(g @ (v - v.mean()) / np.sqrt(v.var() + 0.1))

    want = [(weighed(x + h * e) - weighed(x - h * e)) / (2 * h) for e in np.eye(4)]
    expect.close(student.layer_norm_pull(g, x, 0.1), want, rtol=1e-6, atol=1e-9)


def network(seed, n=6, d=3, hidden=4):
    rng = np.random.default_rng(seed)
    parameters = {
        "W1": rng.normal(size=(d, hidden)),
        "b1": rng.normal(size=hidden),
        "w2": rng.normal(size=hidden),
        "b2": np.array(rng.normal()),
    }
    return rng.normal(size=(n, d)), rng.integers(0, 2, n).astype(float), parameters


def by_differences(X, y, parameters, h=1e-6):
    """The gradient of the loss from its values alone."""

    def loss(W1, b1, w2, b2):
        z = np.tanh(X @ W1 + b1) @ w2 + b2
        return np.mean(np.logaddexp(0, z) - y * z)

    slopes = {}
    for name, value in parameters.items():
        slopes[name] = np.zeros(value.shape)
        for index in np.ndindex(value.shape):
            ends = []
            for sign in (1, -1):
                moved = value.copy()
                moved[index] += sign * h
                ends.append(loss(**{**parameters, name: moved}))
            slopes[name][index] = (ends[0] - ends[1]) / (2 * h)
    return slopes


@task("two_layer_gradient")
def test_network_of_the_worked_example(student):
    got = student.two_layer_gradient(
        np.array([[1.0]]),
        np.array([1.0]),
        np.zeros((1, 1)),
        np.zeros(1),
        np.zeros(1),
        np.array(0.0),
    )
    want = {"W1": np.zeros((1, 1)), "b1": np.zeros(1), "w2": np.zeros(1), "b2": np.array(-0.5)}
    expect.close(got, want)


@task("two_layer_gradient")
def test_network_by_differences(student):
    X, y, parameters = network(0)
    got = student.two_layer_gradient(X, y, **parameters)
    expect.close(got, by_differences(X, y, parameters), rtol=1e-5, atol=1e-9)


@task("two_layer_gradient")
def test_network_that_is_sure(student):
    """One unit, h = tanh(30) = 1, z = 5000: a confident mistake (y = 0) pulls with p − y = 1."""
    got = student.two_layer_gradient(
        np.array([[30.0]]), np.array([0.0]), np.ones((1, 1)), np.zeros(1), np.array([5000.0]),
        np.array(0.0),
    )  # fmt: skip
    expect.close(got["w2"], [1.0])
    expect.close(got["b2"], np.array(1.0))
    expect.finite(got["W1"])

"""Hidden tests of the unit `backpropagation`: random inputs from fixed seeds, and edges."""

import numpy as np
import pytest

from ftlib.grading import expect, task


def random_graph(seed, n=40):
    """parents[i] are smaller than i, some used twice; about one node in six is a leaf."""
    rng = np.random.default_rng(seed)
    parents = [[]]
    for i in range(1, n):
        parents.append([] if rng.random() < 0.15 else rng.integers(0, i, size=2).tolist())
    return parents


@task("topological_order")
@pytest.mark.parametrize("seed", range(4))
def test_order_of_random_graphs(student, seed):
    parents = random_graph(seed)
    names = np.random.default_rng(seed + 100).permutation(len(parents)).tolist()
    renamed = [None] * len(parents)
    for node, operands in enumerate(parents):
        renamed[names[node]] = [names[each] for each in operands]
    output, needed = names[-1], {names[-1]}
    while True:
        more = needed | {each for node in needed for each in renamed[node]}
        if more == needed:
            break
        needed = more
    order = [int(node) for node in student.topological_order(renamed, output)]
    expect.equal(sorted(order), sorted(needed))
    place = {node: index for index, node in enumerate(order)}
    expect.true(
        all(place[p] < place[node] for node in needed for p in renamed[node]),
        "a node stands before one of its parents",
    )


@task("count_paths")
@pytest.mark.parametrize("seed", range(4))
def test_paths_of_random_graphs(student, seed):
    """The (source, output) entry of (I − A)⁻¹ for the matrix A of arrows, by its power series."""
    parents = random_graph(seed, n=14)
    arrows = np.zeros((14, 14), dtype=np.int64)
    for node, operands in enumerate(parents):
        for each in operands:
            arrows[each, node] += 1
    total, power = np.eye(14, dtype=np.int64), np.eye(14, dtype=np.int64)
    for _ in range(14):
        power = power @ arrows
        total += power
    for source in range(14):
        expect.equal(student.count_paths(parents, source, 13), int(total[source, 13]))


@task("adjoints")
@pytest.mark.parametrize("seed", range(4))
def test_adjoints_of_random_graphs(student, seed):
    """Against a forward sweep for each node, which shares nothing with a reverse one."""
    rng, parents = np.random.default_rng(seed), random_graph(seed, n=25)
    edges = [[(each, float(rng.normal())) for each in operands] for operands in parents]
    for output in (24, 17):
        want = []
        for source in range(25):
            tangent = np.zeros(25)
            for node in range(25):
                tangent[node] = (node == source) or sum(s * tangent[p] for p, s in edges[node])
            want.append(tangent[output])
        expect.close(student.adjoints(edges, output), want, rtol=1e-9, atol=1e-12)


@task("unbroadcast")
@pytest.mark.parametrize(
    ("shape", "seen"),
    [
        ((4,), (2, 3, 4)), ((1, 4), (2, 3, 4)), ((2, 1, 1), (2, 3, 4)), ((3, 1), (2, 3, 4)),
        ((1, 3, 1), (2, 3, 4)), ((), (2, 3)), ((), ()), ((1,), (1,)), ((1, 1), (5, 1, 3)),
    ],
)  # fmt: skip
def test_unbroadcast_is_the_transpose_of_broadcasting(student, shape, seen):
    """⟨adjoint, copies of x⟩ = ⟨unbroadcast(adjoint), x⟩ for every x: unit vectors suffice."""
    adjoint = np.random.default_rng(7).normal(size=seen)
    got = student.unbroadcast(adjoint, shape)
    want = np.zeros(shape)
    for index in np.ndindex(shape):
        unit = np.zeros(shape)
        unit[index] = 1.0
        want[index] = (adjoint * np.broadcast_to(unit, seen)).sum()
    expect.close(got, want, rtol=1e-9, atol=1e-12)


@task("linear_pull")
@pytest.mark.parametrize("front", [(), (5,), (2, 3), (2, 1, 3)])
def test_linear_layer_with_any_axes_in_front(student, front):
    rng = np.random.default_rng(len(front))
    adjoint, x, W = (
        rng.normal(size=(*front, 3)),
        rng.normal(size=(*front, 4)),
        rng.normal(size=(4, 3)),
    )
    copies = [each.copy() for each in (adjoint, x, W)]
    in_x, in_W, in_b = student.linear_pull(adjoint, x, W)
    want_x, want_W, want_b = np.zeros(x.shape), np.zeros((4, 3)), np.zeros(3)
    for index in np.ndindex(front):
        want_W += np.outer(x[index], adjoint[index])
        want_b += adjoint[index]
        want_x[index] = [adjoint[index] @ W[d] for d in range(4)]
    expect.close(in_x, want_x, rtol=1e-9, atol=1e-12)
    expect.close(in_W, want_W, rtol=1e-9, atol=1e-12)
    expect.close(in_b, want_b, rtol=1e-9, atol=1e-12)
    for before, after in zip(copies, (adjoint, x, W), strict=True):
        expect.unchanged(before, after)


@task("layer_norm_pull")
@pytest.mark.parametrize(("shape", "eps"), [((6,), 1e-5), ((3, 5), 0.5), ((2, 3, 4), 1e-3)])
def test_layer_norm_by_differences_of_random_arrays(student, shape, eps):
    rng = np.random.default_rng(sum(shape))
    x, adjoint = rng.normal(2, 3, size=shape), rng.normal(size=shape)

    def weighed(v):
        centred = v - v.mean(axis=-1, keepdims=True)
        return (adjoint * centred / np.sqrt((centred**2).mean(-1, keepdims=True) + eps)).sum()

    want = np.zeros(shape)
    for index in np.ndindex(shape):
        step = np.zeros(shape)
        step[index] = 1e-5
        want[index] = (weighed(x + step) - weighed(x - step)) / 2e-5
    copies = adjoint.copy(), x.copy()
    expect.close(student.layer_norm_pull(adjoint, x, eps), want, rtol=1e-6, atol=1e-8)
    expect.unchanged(copies[0], adjoint)
    expect.unchanged(copies[1], x)


@task("layer_norm_pull")
def test_layer_norm_is_flat_where_only_eps_stands(student):
    """A constant vector: y = 0, so only the mean is subtracted, over √eps."""
    got = student.layer_norm_pull(np.array([[3.0, 1.0]]), np.array([[2.0, 2.0]]), 0.25)
    expect.close(got, [[2.0, -2.0]], rtol=1e-9)


@task("two_layer_gradient")
@pytest.mark.parametrize(("seed", "n", "d", "hidden"), [(1, 9, 5, 3), (2, 1, 2, 2), (3, 20, 4, 1)])
def test_network_by_a_complex_step(student, seed, n, d, hidden):
    """Im L(θ + i·h)/h is a derivative without cancellation: exact to the last digits."""
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(n, d)), rng.integers(0, 2, n).astype(float)
    parameters = [rng.normal(size=(d, hidden)), rng.normal(size=hidden), rng.normal(size=hidden),
                  np.array(rng.normal())]  # fmt: skip

    def loss(W1, b1, w2, b2):
        z = np.tanh(X @ W1 + b1) @ w2 + b2
        return np.mean(np.log(1 + np.exp(z)) - y * z)

    want = {}
    for k, name in enumerate(("W1", "b1", "w2", "b2")):
        want[name] = np.zeros(parameters[k].shape)
        for index in np.ndindex(parameters[k].shape):
            moved = [each.astype(complex) for each in parameters]
            moved[k][index] += 1e-30j
            want[name][index] = loss(*moved).imag / 1e-30
    copies = [each.copy() for each in parameters]
    expect.close(student.two_layer_gradient(X, y, *parameters), want, rtol=1e-9, atol=1e-12)
    for before, after in zip(copies, parameters, strict=True):
        expect.unchanged(before, after)


@task("two_layer_gradient")
@pytest.mark.parametrize(
    ("scale", "y", "slope"), [(4e3, 1.0, 0.0), (-4e3, 1.0, -1.0), (-4e3, 0.0, 0.0)]
)
def test_network_that_is_sure_of_itself(student, scale, y, slope):
    one = np.ones((1, 1))
    got = student.two_layer_gradient(
        20 * one, np.array([y]), one, np.zeros(1), np.array([scale]), np.array(0.0)
    )
    expect.close(got["b2"], np.array(slope), atol=1e-12)
    expect.close(got["b1"], np.zeros(1), atol=1e-12)

"""`Tensor`: the graph around the primitives. Expectations are written out by hand."""

import subprocess
import sys

import numpy as np
import pytest

from ftlib import autodiff as ad
from ftlib.autodiff import Tensor, gradient


def test_a_two_layer_net_by_hand():
    """ŷ = wᵀ relu(V x), L = (ŷ − 1)²: every derivative from the chain rule on paper."""
    x = np.array([1.0, 2.0])
    V, w = Tensor([[1.0, 1.0], [2.0, -3.0]]), Tensor([0.5, 7.0])
    loss = (w @ ad.relu(V @ x) - 1.0) ** 2
    loss.backward()
    assert loss.item() == 0.25  # V x = (3, −4), relu (3, 0), ŷ = 1.5
    np.testing.assert_array_equal(w.grad, [3.0, 0.0])  # 2·0.5·relu(V x)
    np.testing.assert_array_equal(V.grad, [[0.5, 1.0], [0.0, 0.0]])  # 2·0.5·w ⊙ [on] xᵀ


def test_broadcasting_sums_the_copies():
    X, b = Tensor(np.ones((4, 3))), Tensor([1.0, 2.0, 3.0])
    ((X + b) * np.arange(12.0).reshape(4, 3)).sum().backward()
    np.testing.assert_array_equal(b.grad, [0 + 3 + 6 + 9, 1 + 4 + 7 + 10, 2 + 5 + 8 + 11])
    np.testing.assert_array_equal(X.grad, np.arange(12.0).reshape(4, 3))


def test_a_shared_tensor_gets_the_sum():
    x = Tensor([1.0, 2.0, 3.0])
    (x * x + x * 2.0 - x / x + x[0]).sum().backward()
    np.testing.assert_array_equal(x.grad, [4.0 + 3.0, 6.0, 8.0])


def test_operators_with_constants_on_either_side():
    x = Tensor([2.0, 4.0])
    A = np.array([[1.0, 2.0], [3.0, 4.0]])
    cases = [
        (3 + x, [1, 1]), (x + 3, [1, 1]), (3 - x, [-1, -1]), (x - 3, [1, 1]), (-x, [-1, -1]),
        (3 * x, [3, 3]), (x * 3, [3, 3]), (8 / x, [-2, -0.5]), (x / 8, [0.125, 0.125]),
        (A @ x, [4, 6]), (x @ A, [3, 7]), (x**2, [4, 8]), (np.array([1.0, 5.0]) * x, [1, 5]),
        ([1.0, 5.0] * x, [1, 5]), (np.float64(2) / x, [-0.5, -0.125]),
    ]  # fmt: skip
    for result, slope in cases:
        (found,) = gradient(result.sum(), [x])
        np.testing.assert_array_equal(found, slope)


def test_values_are_numpys():
    rng = np.random.default_rng(1)
    a, b = rng.uniform(0.5, 2, (3, 4)), rng.uniform(0.5, 2, (4,))
    x, y = Tensor(a), Tensor(b)
    pairs = [
        (x + y, a + b), (x - y, a - b), (x * y, a * b), (x / y, a / b), (x @ y, a @ b),
        (x**1.5, a**1.5), (x.sum(axis=0), a.sum(axis=0)), (x.mean(axis=-1), a.mean(axis=-1)),
        (x.max(axis=1, keepdims=True), a.max(axis=1, keepdims=True)), (x.T, a.T),
        (x.reshape(2, -1), a.reshape(2, -1)), (x[1:, ::2], a[1:, ::2]), (ad.exp(x), np.exp(a)),
        (ad.log(x), np.log(a)), (ad.tanh(x), np.tanh(a)), (ad.sigmoid(x), 1 / (1 + np.exp(-a))),
        (ad.relu(x - 1.0), np.maximum(a - 1, 0)), (ad.softplus(x), np.log1p(np.exp(a))),
        (ad.log_sum_exp(x), np.log(np.exp(a).sum(-1))),
        (ad.softmax(x), np.exp(a) / np.exp(a).sum(-1, keepdims=True)),
        (ad.log_softmax(x), a - np.log(np.exp(a).sum(-1, keepdims=True))),
    ]  # fmt: skip
    for ours, want in pairs:
        assert ours.shape == want.shape
        assert ours.data.dtype == np.float64
        np.testing.assert_allclose(ours.data, want, rtol=1e-13, atol=1e-15)


def test_backward_adds_up_in_leaves_only():
    x = Tensor([1.0, 2.0])
    middle = x * 3.0
    loss = middle.sum()
    loss.backward()
    loss.backward()
    np.testing.assert_array_equal(x.grad, [6.0, 6.0])
    assert middle.grad is None
    x.grad = None
    loss.backward()
    np.testing.assert_array_equal(x.grad, [3.0, 3.0])


def test_gradient_reaches_the_middle_and_touches_nothing():
    x = Tensor([1.0, 2.0])
    middle = x * x
    loss = (middle * 3.0).sum()
    in_middle, in_x, stranger = gradient(loss, [middle, x, Tensor(np.ones((2, 2)))])
    np.testing.assert_array_equal(in_middle, [3.0, 3.0])
    np.testing.assert_array_equal(in_x, [6.0, 12.0])
    np.testing.assert_array_equal(stranger, np.zeros((2, 2)))
    assert x.grad is None
    in_x[:] = 0.0  # the caller's own array


def test_a_seed_is_a_vector_jacobian_product():
    x = Tensor([1.0, 2.0, 3.0])
    y = x * x
    y.backward([1.0, 0.0, 10.0])
    np.testing.assert_array_equal(x.grad, [2.0, 0.0, 60.0])
    (found,) = gradient(y, [x], seed=[0.0, 1.0, 0.0])
    np.testing.assert_array_equal(found, [0.0, 4.0, 0.0])


def test_one_entry_of_any_shape_needs_no_seed():
    x = Tensor([[2.0]])
    (x * x).backward()
    np.testing.assert_array_equal(x.grad, [[4.0]])


def test_a_leaf_is_its_own_output():
    x = Tensor(3.0)
    x.backward()
    assert x.grad == 1.0


def test_what_was_recorded_cannot_change():
    """The classic silent fault: numbers changed between the forward and the backward sweep."""
    source = np.array([1.0, 2.0])
    x = Tensor(source)
    loss = (x * x).sum()
    source[:] = 100.0
    x.data = [7.0, 7.0]
    loss.backward()
    np.testing.assert_array_equal(x.grad, [2.0, 4.0])  # at the point where it was computed
    with pytest.raises(ValueError, match="read-only"):
        x.data[0] = 5.0
    with pytest.raises(ValueError, match="read-only"):
        x.reshape(1, 2).data[0] = 5.0


def test_an_augmented_assignment_makes_a_new_node():
    x = y = Tensor([1.0])
    y += 1.0
    assert y is not x
    assert x.data == 1.0
    y.backward()
    assert x.grad == 1.0


def test_iteration_keeps_the_graph():
    x = Tensor([[1.0, 2.0], [3.0, 4.0]])
    first, second = x
    (first * second).sum().backward()
    np.testing.assert_array_equal(x.grad, [[3.0, 4.0], [1.0, 2.0]])


def test_a_taken_entry_counts_as_often_as_it_is_taken():
    table = Tensor(np.zeros((3, 2)))  # an embedding
    table[[1, 1, 0, 1]].sum().backward()
    np.testing.assert_array_equal(table.grad, [[1, 1], [3, 3], [0, 0]])


def test_integers_become_float64():
    assert Tensor([1, 2]).data.dtype == np.float64
    assert Tensor(np.float32(0.1)).item() == float(np.float32(0.1))


def test_a_long_chain_lives_and_dies():
    """100,000 nodes: no recursion on the way back, nor when the graph is thrown away."""
    code = (
        "import ftlib.autodiff as ad\n"
        "x = ad.Tensor([1.0, 2.0]); y = x\n"
        "for _ in range(100_000): y = y + 1.0\n"
        "y.sum().backward(); del y; print(x.grad.tolist())\n"
        "v = ad.Value(1.0); w = v\n"
        "for _ in range(100_000): w = w * 1.0\n"
        "w.backward(); del w; print(v.grad)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[1.0, 1.0]\n1.0\n"


def test_cross_entropy_is_its_composition():
    rng = np.random.default_rng(2)
    z, labels = Tensor(rng.normal(0, 3, (6, 4))), rng.integers(0, 4, 6)
    composed = (ad.log_sum_exp(z) - z[np.arange(6), labels]).mean()
    primitive = ad.softmax_cross_entropy(z, labels)
    assert primitive.item() == pytest.approx(composed.item(), rel=1e-14)
    np.testing.assert_allclose(
        gradient(primitive, [z])[0], gradient(composed, [z])[0], rtol=0, atol=1e-15
    )


def test_cross_entropy_slope_is_p_minus_y():
    z = Tensor(np.log([[1.0, 2.0, 5.0], [4.0, 4.0, 2.0]]))  # p = (1, 2, 5)/8 and (4, 4, 2)/10
    want = np.array([[0.125, 0.25 - 1, 0.625], [0.4, 0.4, 0.2 - 1]])
    for reduction, share in (("sum", 1), ("mean", 2)):
        loss = ad.softmax_cross_entropy(z, [1, 2], reduction)
        np.testing.assert_allclose(gradient(loss, [z])[0], want / share, atol=1e-15)
    losses = ad.softmax_cross_entropy(z, [1, 2], "none")
    np.testing.assert_allclose(losses.data, [np.log(4), np.log(5)], rtol=1e-14)
    soft = ad.softmax_cross_entropy(z, np.full((2, 3), 1 / 3), "sum")
    np.testing.assert_allclose(gradient(soft, [z])[0], want + np.eye(3)[1:] - 1 / 3, atol=1e-15)


def test_cross_entropy_of_nothing():
    z = Tensor(np.zeros((0, 3)))
    loss = ad.softmax_cross_entropy(z, np.zeros(0, int), "sum")
    assert loss.item() == 0.0
    assert gradient(loss, [z])[0].shape == (0, 3)


Z = Tensor(np.zeros((2, 3)))


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (
            lambda: Z.backward(),
            r"the tensor has shape \(2, 3\), and only one number has a gradient",
        ),
        (lambda: Z.backward([1.0]), r"seed has shape \(1,\) and the tensor \(2, 3\)"),
        (lambda: gradient(Z, [Z]), r"reduce it with sum\(\) or mean\(\), or pass seed"),
        (lambda: Z.__setitem__(0, 1.0), r"a Tensor is not changed in place"),
        (lambda: setattr(Z + 1, "data", np.ones((2, 3))), r"data of a computed tensor cannot be"),
        (lambda: setattr(Tensor([1.0]), "data", [1.0, 2.0]), r"data has shape \(2,\) and the tens"),
        (lambda: np.asarray(Z), r"would cut the graph; use .data"),
        (lambda: Tensor(Z), r"data is a Tensor already"),
        (lambda: Tensor(["a"]), r"data has dtype <U1; give real numbers"),
        (lambda: Tensor([1j]), r"data has dtype complex128"),
        (lambda: Tensor([[1.0], [1.0, 2.0]]), r"data cannot be an array"),
        (lambda: Z + "a", r"an operand has dtype <U1"),
        (lambda: Z + None, r"an operand has dtype object"),
        (lambda: Z ** Tensor(2.0), r"exponent must be one constant number"),
        (lambda: Z ** np.ones(3), r"exponent must be one constant number"),
        (lambda: Z[Tensor([0, 1])], r"an index is a Tensor"),
        (lambda: Z + np.ones(2), r"a has shape \(2, 3\) and b has shape \(2,\), which do not"),
        (lambda: list(Tensor(1.0)), r"a Tensor of shape \(\) holds one number"),
        (lambda: ad.softmax_cross_entropy(Z, [0, 3]), r"y is 3.0 at index 1; labels are integers"),
        (lambda: ad.softmax_cross_entropy(Z, [0, -1]), r"y is -1.0 at index 1"),
        (lambda: ad.softmax_cross_entropy(Z, [0.5, 1]), r"y is 0.5 at index 0"),
        (lambda: ad.softmax_cross_entropy(Z, [0]), r"y has shape \(1,\) and z has shape \(2, 3\)"),
        (lambda: ad.softmax_cross_entropy(Z, Z), r"y is a Tensor, and targets are constants"),
        (lambda: ad.softmax_cross_entropy(Z, np.ones((2, 3))), r"row 0 of y has the sum 3"),
        (lambda: ad.softmax_cross_entropy(Z, [[0, 1, 0], [-1, 1, 1]]), r"and the minimum -1"),
        (lambda: ad.softmax_cross_entropy(Z, [0, 1], "avg"), r"reduction is 'avg'; use"),
        (lambda: ad.softmax_cross_entropy(Z[0], [0, 1, 2]), r"z has shape \(3,\); give logits as"),
        (lambda: ad.softmax_cross_entropy(np.ones((0, 3)), []), r"z is empty and reduction is"),
        (lambda: ad.softmax(1.0), r"z has shape \(\); give logits with at least one class"),
        (lambda: ad.log_softmax(np.ones((2, 0))), r"z has shape \(2, 0\)"),
    ],
)
def test_what_is_wrong_is_said(act, sentence):
    with pytest.raises(ValueError, match=sentence):
        act()


def test_numpy_functions_do_not_cut_the_graph_silently():
    with pytest.raises(TypeError, match="does not support ufuncs"):
        np.exp(Z)

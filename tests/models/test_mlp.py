"""The network against its formula in NumPy, its count against PyTorch's own, widths by search."""

import numpy as np
import pytest
import torch

from ftlib.models import MLP, parameter_count, pieces, width_for


@pytest.mark.parametrize("depth", range(4))
def test_the_forward_pass_in_numpy(depth):
    torch.manual_seed(depth)
    model = MLP(3, 5, 2, depth)
    x = torch.randn(7, 3)
    h = x.numpy()
    for layer in model.layers[:-1]:
        h = np.maximum(h @ layer.weight.detach().numpy().T + layer.bias.detach().numpy(), 0)
    last = model.layers[-1]
    want = h @ last.weight.detach().numpy().T + last.bias.detach().numpy()
    assert len(model.layers) == depth + 1
    np.testing.assert_allclose(model(x).detach().numpy(), want, atol=1e-6)


@pytest.mark.parametrize("depth", range(5))
def test_the_count_is_pytorchs(depth):
    for inputs, width, outputs in [(1, 1, 1), (2, 7, 3), (64, 10, 10)]:
        model = MLP(inputs, width, outputs, depth)
        want = sum(each.numel() for each in model.parameters())
        assert parameter_count(inputs, width, outputs, depth) == want


@pytest.mark.parametrize("depth", range(1, 6))
def test_one_unit_more_would_be_too_wide(depth):
    for parameters in range(20, 600, 7):
        width = width_for(parameters, depth, inputs=2, outputs=1)
        assert parameter_count(2, width, 1, depth) <= parameters
        assert parameter_count(2, width + 1, 1, depth) > parameters


def test_an_exact_fit_is_found():
    for depth in range(1, 6):
        exact = parameter_count(3, 12, 4, depth)
        assert width_for(exact, depth, inputs=3, outputs=4) == 12
        assert width_for(exact - 1, depth, inputs=3, outputs=4) == 11


def test_another_activation():
    model = MLP(2, 4, 1, 1, torch.tanh)
    first, last = model.layers
    x = torch.randn(5, 2)
    torch.testing.assert_close(model(x), last(torch.tanh(first(x))))


def test_impossible_sizes_are_named():
    with pytest.raises(ValueError, match="depth"):
        MLP(2, 3, 1, -1)
    with pytest.raises(ValueError, match="width"):
        parameter_count(2, 0, 1, 1)
    with pytest.raises(ValueError, match="depth is 0"):
        width_for(100, 0, inputs=2, outputs=1)
    with pytest.raises(ValueError, match="at least 5"):
        width_for(4, 1, inputs=2, outputs=1)


def arrays(model):
    return [(each.weight.detach().numpy(), each.bias.detach().numpy()) for each in model.layers]


@pytest.mark.parametrize("depth", range(4))
def test_pieces_against_second_differences_on_a_grid(depth):
    torch.manual_seed(depth)
    model = MLP(1, 6, 1, depth).double()
    for layer in model.layers:
        torch.nn.init.normal_(layer.bias)
    ends = pieces(arrays(model), -3, 3)
    x = torch.linspace(-3, 3, 60_001, dtype=torch.float64)[:, None]
    bends = model(x).diff(n=2, dim=0).abs()[:, 0] > 1e-11
    groups = int(bends[0]) + int((bends[1:] & ~bends[:-1]).sum())
    assert len(ends) - 2 == groups
    assert ends[0] == -3
    assert ends[-1] == 3
    assert ends == sorted(ends)


def test_pieces_by_hand():
    tent = [([[1], [1]], [0, -0.5]), ([[2, -4]], [0])]
    assert pieces(tent, 0, 1) == [0, 0.5, 1]
    assert pieces(tent, -1, 1) == [-1, 0, 0.5, 1]
    assert pieces([([[3]], [1])], 0, 1) == [0, 1]
    cancelled = [([[1], [1]], [-0.5, -0.5]), ([[1, -1]], [0])]
    assert pieces(cancelled, 0, 1) == [0, 1]


@pytest.mark.parametrize(
    ("layers", "low", "word"),
    [
        ([([[1]], [0])], 1, "low"),
        ([([[1, 2]], [0])], 0, "shapes"),
        ([([[1], [2]], [0, 0])], 0, "one output"),
        ([], 0, "one output"),
        ([([[np.inf]], [0])], 0, "infinity"),
    ],
)
def test_what_has_no_pieces_is_named(layers, low, word):
    with pytest.raises(ValueError, match=word):
        pieces(layers, low, 1)

"""The reference against SciPy, PyTorch, its own matrix and central differences."""

import numpy as np
import pytest
import torch
from scipy.signal import correlate2d
from torch.nn import functional as F

from ftlib.losses.check import central_difference
from ftlib.models import (
    conv2d,
    conv2d_gradients,
    convolution_matrix,
    output_size,
    receptive_field,
    same_padding,
)

SETTINGS = [(1, 0), (1, 2), (2, 0), (2, 1), (3, 1)]  # stride, padding


@pytest.fixture
def case():
    rng = np.random.default_rng(0)
    return rng.normal(size=(2, 3, 7, 8)), rng.normal(size=(4, 3, 3, 2)), rng.normal(size=4)


def test_one_filter_is_scipys_correlation(case):
    x, kernel, _ = case
    planes = [correlate2d(a, b, mode="valid") for a, b in zip(x[1], kernel[2], strict=True)]
    np.testing.assert_allclose(conv2d(x, kernel)[1, 2], sum(planes), atol=1e-12)


@pytest.mark.parametrize(("stride", "padding"), SETTINGS)
def test_value_and_gradients_are_pytorchs(case, stride, padding):
    x, kernel, bias = (torch.tensor(each, requires_grad=True) for each in case)
    z = F.conv2d(x, kernel, bias, stride=stride, padding=padding)
    ours = conv2d(*case, stride=stride, padding=padding)
    np.testing.assert_allclose(ours, z.detach().numpy(), atol=1e-12)
    delta = np.random.default_rng(1).normal(size=z.shape)
    wanted = torch.autograd.grad(z, (x, kernel, bias), torch.tensor(delta))
    got = conv2d_gradients(case[0], case[1], delta, stride=stride, padding=padding)
    for mine, theirs in zip(got, wanted, strict=True):
        np.testing.assert_allclose(mine, theirs.numpy(), atol=1e-12)


@pytest.mark.parametrize(("stride", "padding"), [(1, 1), (2, 1)])
def test_gradients_are_central_differences(stride, padding):
    rng = np.random.default_rng(2)
    x, kernel = rng.normal(size=(2, 2, 4, 5)), rng.normal(size=(2, 2, 3, 3))
    delta = rng.normal(size=conv2d(x, kernel, stride=stride, padding=padding).shape)

    def loss(x, kernel, bias):
        return (conv2d(x, kernel, bias, stride=stride, padding=padding) * delta).sum()

    of_x, of_kernel, of_bias = conv2d_gradients(x, kernel, delta, stride=stride, padding=padding)
    zero = np.zeros(2)
    for got, f, at in [
        (of_x, lambda each: loss(each, kernel, zero), x),
        (of_kernel, lambda each: loss(x, each, zero), kernel),
        (of_bias, lambda each: loss(x, kernel, each), zero),
    ]:
        np.testing.assert_allclose(got, central_difference(f, at), atol=1e-8)


@pytest.mark.parametrize(("stride", "padding"), SETTINGS)
def test_the_matrix_is_the_convolution(case, stride, padding):
    x, kernel, _ = case
    matrix = convolution_matrix(kernel, 7, 8, stride=stride, padding=padding)
    z = conv2d(x, kernel, stride=stride, padding=padding)
    np.testing.assert_allclose(x.reshape(2, -1) @ matrix.T, z.reshape(2, -1), atol=1e-12)
    delta = np.random.default_rng(3).normal(size=z.shape)
    back = delta.reshape(2, -1) @ matrix  # the transposed matrix is the input's gradient
    of_x, _, _ = conv2d_gradients(x, kernel, delta, stride=stride, padding=padding)
    np.testing.assert_allclose(back, of_x.reshape(2, -1), atol=1e-12)


def test_a_small_matrix_by_hand():
    got = convolution_matrix([[[[1.0, 2.0]]]], 1, 3)
    np.testing.assert_array_equal(got, [[1, 2, 0], [0, 1, 2]])


def test_output_sizes_by_walking():
    for size in range(1, 12):
        for kernel in range(1, 6):
            for stride in range(1, 5):
                for padding in range(3):
                    ends = range(kernel, size + 2 * padding + 1, stride)
                    if len(ends) == 0:
                        continue
                    got = output_size(size, kernel, stride=stride, padding=padding)
                    assert got == len(ends)


def test_same_padding_by_hand():
    assert same_padding(28, 3) == (1, 1)
    assert same_padding(28, 3, stride=2) == (0, 1)
    assert same_padding(7, 3, stride=2) == (1, 1)
    assert same_padding(28, 2) == (0, 1)
    assert same_padding(4, 1, stride=3) == (0, 0)
    for size in range(1, 20):
        for kernel in range(1, 7):
            for stride in range(1, 5):
                before, behind = same_padding(size, kernel, stride=stride)
                assert behind - before in (0, 1)
                places = len(range(kernel, size + before + behind + 1, stride))
                assert places == -(-size // stride)


@pytest.mark.parametrize(
    "layers", [[], [(5, 1)], [(3, 1), (3, 1)], [(5, 1), (2, 2), (5, 1), (2, 2)], [(3, 2), (3, 3)]]
)
def test_receptive_field_by_gradient(layers):
    """Ones as weights, nothing padded: a pixel counts when its gradient is not zero."""
    x = torch.ones(1, 1, 40, dtype=torch.float64, requires_grad=True)
    z = x
    for kernel, stride in layers:
        z = F.conv1d(z, torch.ones(1, 1, kernel, dtype=torch.float64), stride=stride)
    seen = []
    for place in (0, 1):
        (slope,) = torch.autograd.grad(z[0, 0, place], x, retain_graph=True)
        seen.append(slope[0, 0].nonzero()[:, 0])
    size, jump = receptive_field(layers)
    assert len(seen[0]) == size
    assert int(seen[1][0] - seen[0][0]) == jump


X, K = np.zeros((1, 2, 4, 4)), np.zeros((3, 2, 2, 2))


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: conv2d(X[0], K), "x has shape"),
        (lambda: conv2d(X, K[:, :1]), "channels"),
        (lambda: conv2d(X, K[0]), "kernel"),
        (lambda: conv2d(X, K, np.zeros(2)), "bias has shape"),
        (lambda: conv2d(X + np.nan, K), "NaN"),
        (lambda: conv2d(X, K + np.inf), "NaN"),
        (lambda: conv2d(X, np.zeros((1, 2, 5, 5))), "pad more"),
        (lambda: conv2d(X, K, stride=0), "stride 0"),
        (lambda: conv2d(X, K, padding=-1), "padding -1"),
        (lambda: conv2d_gradients(X, K, np.zeros((1, 3, 2, 3))), "upstream has shape"),
        (lambda: conv2d_gradients(X, K, np.full((1, 3, 3, 3), np.nan)), "upstream"),
        (lambda: convolution_matrix(K[0], 4, 4), "kernel has shape"),
        (lambda: output_size(0, 1), "size is 0"),
        (lambda: same_padding(4, 0), "kernel 0"),
        (lambda: receptive_field([(3, 0)]), "stride 0"),
    ],
)
def test_bad_input_is_named(call, word):
    with pytest.raises(ValueError, match=word):
        call()

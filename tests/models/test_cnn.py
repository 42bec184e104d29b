"""The network against its formula in NumPy and SciPy, its count against PyTorch's own."""

import numpy as np
import pytest
import torch
from scipy.signal import correlate2d

from ftlib.models import CNN, cnn_parameters, cnn_width_for

SIZES = [
    {"size": 8, "stages": 1, "kernel": 3},
    {"size": 9, "stages": 2, "kernel": 5},
    {"size": 14, "stages": 3, "kernel": 3, "head": "mean"},
]


def stage(x, layer):
    """One stage by SciPy: [C, S, S] → [F, S // 2, S // 2]."""
    weight, bias = layer.weight.detach().numpy(), layer.bias.detach().numpy()
    maps = np.array(
        [
            sum(correlate2d(plane, k, mode="same") for plane, k in zip(x, each, strict=True)) + b
            for each, b in zip(weight, bias, strict=True)
        ]
    )
    half = x.shape[1] // 2
    cut = np.maximum(maps, 0)[:, : 2 * half, : 2 * half]
    return cut.reshape(len(cut), half, 2, half, 2).max(axis=(2, 4))


@pytest.mark.parametrize("sizes", SIZES)
def test_the_forward_pass_by_scipy(sizes):
    torch.manual_seed(0)
    model = CNN(2, 3, 4, **sizes).double()
    x = torch.randn(2, 2, sizes["size"], sizes["size"], dtype=torch.float64)
    for picture, logits in zip(x, model(x), strict=True):
        maps = picture.numpy()
        for layer in model.convolutions:
            maps = stage(maps, layer)
        flat = maps.mean(axis=(1, 2)) if sizes.get("head") == "mean" else maps.ravel()
        want = model.classify.weight.detach().numpy() @ flat + model.classify.bias.detach().numpy()
        np.testing.assert_allclose(logits.detach().numpy(), want, atol=1e-12)


@pytest.mark.parametrize("sizes", SIZES)
def test_features_and_maps_have_the_promised_shapes(sizes):
    model = CNN(1, 3, 5, **sizes)
    x = torch.zeros(4, 1, sizes["size"], sizes["size"])
    left, filters = sizes["size"] // 2 ** sizes["stages"], 3 * 2 ** (sizes["stages"] - 1)
    assert model.maps(x).shape == (4, filters, left, left)
    features = filters if sizes.get("head") == "mean" else filters * left * left
    assert model.features(x).shape == (4, features)


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("channels", [1, 3])
def test_the_count_is_pytorchs(sizes, channels):
    for width in (1, 4, 7):
        model = CNN(channels, width, 6, **sizes)
        want = sum(each.numel() for each in model.parameters())
        assert cnn_parameters(channels, width, 6, **sizes) == want


@pytest.mark.parametrize("sizes", SIZES)
def test_one_filter_more_would_be_too_wide(sizes):
    for width in (1, 2, 3, 8, 9, 31):
        exact = cnn_parameters(1, width, 10, **sizes)
        assert cnn_width_for(exact, channels=1, classes=10, **sizes) == width
        after = cnn_parameters(1, width + 1, 10, **sizes) - 1
        assert cnn_width_for(after, channels=1, classes=10, **sizes) == width


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"channels": 0}, "channels is 0"),
        ({"size": 3}, "size is 3"),
        ({"kernel": 4}, "kernel is 4"),
        ({"kernel": -1}, "kernel is -1"),
        ({"head": "max"}, "head is 'max'"),
        ({"stages": 0}, "stages 0"),
    ],
)
def test_impossible_sizes_are_named(change, word):
    sizes = {"channels": 1, "width": 2, "classes": 3, "size": 8} | change
    with pytest.raises(ValueError, match=word):
        CNN(**sizes)
    with pytest.raises(ValueError, match=word):
        cnn_parameters(**sizes)


def test_too_few_parameters_are_named():
    with pytest.raises(ValueError, match="at least"):
        cnn_width_for(10, channels=1, classes=10, size=8)

"""The network against the stored weights, ImageNet samples, TensorFlow's padding, and formulas."""

import copy

import numpy as np
import pytest
import torch
from scipy.signal import correlate2d

from ftlib import assets
from ftlib.models.efficientnet_lite import (
    LITE0,
    EfficientNetLite,
    MBConv,
    SameConv2d,
    efficientnet_lite0,
    freeze_batch_norms,
    to_lite_range,
)


@pytest.fixture(scope="module")
def folder():
    return assets.model("efficientnet_lite0")


@pytest.fixture(scope="module")
def lite(folder):
    return efficientnet_lite0(folder)


def test_every_stored_tensor_has_a_place_and_keeps_its_values(lite, folder):
    stored = torch.load(folder / "efficientnet-lite0.pth", weights_only=True)
    ours = lite.state_dict()
    assert len(stored) == len(ours) == 296
    sums = {(value.shape, float(value.double().sum())) for value in stored.values()}
    assert {(value.shape, float(value.double().sum())) for value in ours.values()} == sums
    assert torch.equal(
        ours["blocks.3.depthwise.0.weight"], stored["_blocks.3._depthwise_conv.weight"]
    )
    assert torch.equal(ours["blocks.5.project.1.bias"], stored["_blocks.5._bn2.bias"])
    assert torch.equal(ours["last.1.running_var"], stored["_bn1.running_var"])
    assert not lite.training


def test_it_knows_imagenet(lite):
    samples = assets.data("foolbox_samples")
    with torch.inference_mode():
        answers = lite(to_lite_range(samples.images)).argmax(1).numpy()
    assert (answers == samples.label).sum() >= 15  # top-1 of these weights is about 75 %


@pytest.mark.parametrize("size", [6, 7, 8, 9])
@pytest.mark.parametrize(("kernel", "stride"), [(1, 1), (3, 1), (3, 2), (5, 1), (5, 2), (2, 2)])
def test_padding_is_tensorflows(size, kernel, stride):
    """Output i looks at s·i − ⌊zeros / 2⌋ on, where `zeros` are the least that give ⌈n / s⌉."""
    torch.manual_seed(0)
    layer = SameConv2d(1, 1, kernel, stride=stride, bias=False).double()
    x = torch.randn(1, 1, size, size + 1, dtype=torch.float64)
    wide = np.pad(x[0, 0].numpy(), kernel)  # more than enough on each side
    everywhere = correlate2d(wide, layer.weight.detach()[0, 0].numpy(), mode="valid")
    first = []
    for side in (size, size + 1):
        places = -(-side // stride)
        zeros = max((places - 1) * stride + kernel - side, 0)
        first.append(kernel - zeros // 2 + stride * np.arange(places))
    want = everywhere[np.ix_(*first)]
    np.testing.assert_allclose(layer(x)[0, 0].detach().numpy(), want, atol=1e-12)


def test_a_block_is_its_formula():
    torch.manual_seed(1)
    block = MBConv(4, 4, expand=3, kernel=3, stride=1).double().eval()
    x = torch.randn(2, 4, 5, 5, dtype=torch.float64) * 3

    def normed(values, norm):
        spread = torch.sqrt(norm.running_var + 1e-3)
        return (values - norm.running_mean[:, None, None]) / spread[:, None, None]

    wide = torch.einsum("nchw,fc->nfhw", x, block.expand[0].weight[:, :, 0, 0])
    wide = normed(wide, block.expand[1]).clamp(0, 6)
    filtered = torch.zeros_like(wide)
    padded = torch.nn.functional.pad(wide, (1, 1, 1, 1))
    for a in range(3):
        for b in range(3):
            filtered += (
                block.depthwise[0].weight[:, 0, a, b, None, None]
                * padded[..., a : a + 5, b : b + 5]
            )
    filtered = normed(filtered, block.depthwise[1]).clamp(0, 6)
    narrow = torch.einsum("nchw,fc->nfhw", filtered, block.project[0].weight[:, :, 0, 0])
    torch.testing.assert_close(block(x), x + normed(narrow, block.project[1]))


@pytest.mark.parametrize(("outside", "stride"), [(4, 2), (5, 1)])
def test_a_block_that_changes_shape_adds_nothing(outside, stride):
    block = MBConv(4, outside, expand=1, kernel=3, stride=stride).eval()
    assert not block.residual
    x = torch.randn(1, 4, 7, 7)
    assert block(x).shape == (1, outside, -(-7 // stride), -(-7 // stride))


def test_maps_are_what_the_stages_end_with(lite):
    x = torch.rand(1, 3, 48, 40)
    with torch.inference_mode():
        maps = lite.maps(x)
        assert [each.shape[1] for each in maps] == [32, *(stage.channels for stage in LITE0), 1280]
        assert [tuple(each.shape[2:]) for each in maps][::4] == [(24, 20), (3, 3), (2, 2)]
        features = maps[-1].mean(dim=(2, 3))
        torch.testing.assert_close(lite.features(x), features)
        torch.testing.assert_close(lite(x), lite.classify(features))
        torch.testing.assert_close(lite.pooled(maps[-2]), features)


def test_fixed_norms_stay_through_training(lite):
    model = copy.deepcopy(lite)
    assert freeze_batch_norms(model) == 49
    copied = copy.deepcopy(model).train()
    before = {name: value.clone() for name, value in copied.named_buffers()}
    copied.features(torch.randn(2, 3, 32, 32))
    assert all(torch.equal(value, before[name]) for name, value in copied.named_buffers())
    assert copied.drop.training
    assert copied.stem[0].training
    assert not any("stem.1" in name for name, p in copied.named_parameters() if p.requires_grad)
    free = copy.deepcopy(lite).train()
    free.features(torch.randn(2, 3, 32, 32))
    assert not torch.equal(free.stem[1].running_mean, lite.stem[1].running_mean)


def test_the_range_of_the_pixels():
    pixels = np.zeros((1, 2, 2, 3), dtype=np.uint8)
    pixels[0, 0, 1] = (127, 255, 63)
    x = to_lite_range(pixels)
    assert x.shape == (1, 3, 2, 2)
    assert x.dtype == torch.float32
    assert x[0, :, 0, 1].tolist() == [0.0, 1.0, -0.5]
    assert x[0, 0, 0, 0].item() == -127 / 128


@pytest.mark.parametrize(
    ("action", "says"),
    [
        (lambda: to_lite_range(np.zeros((1, 2, 2, 3))), "float64"),
        (lambda: to_lite_range(np.zeros((2, 2, 3), dtype=np.uint8)), r"\(2, 2, 3\)"),
        (lambda: to_lite_range(np.zeros((1, 2, 2, 4), dtype=np.uint8)), r"\(1, 2, 2, 4\)"),
        (lambda: EfficientNetLite(classes=0), "classes is 0"),
        (lambda: freeze_batch_norms(torch.nn.Linear(2, 2)), "Linear"),
    ],
)
def test_bad_input_is_named(action, says):
    with pytest.raises(ValueError, match=says):
        action()


def test_a_file_with_other_tensors_is_refused(tmp_path):
    torch.save({"_fc.weight": torch.zeros(3, 1280)}, tmp_path / "other.pth")
    with pytest.raises(ValueError, match=r"other\.pth.*efficientnet_lite0"):
        efficientnet_lite0(tmp_path)

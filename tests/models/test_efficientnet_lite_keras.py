"""The same numbers from both frameworks, for weights that were drawn and not learned."""

import numpy as np
import pytest
import torch

from ftlib.models.efficientnet_lite import EfficientNetLite
from ftlib.models.efficientnet_lite_keras import keras_efficientnet_lite, keras_weights

pytest.importorskip("tensorflow")


@pytest.fixture(scope="module")
def drawn():
    """A network of five classes in which no mean is 0, no variance 1 and no scale 1."""
    torch.manual_seed(0)
    model = EfficientNetLite(classes=5, dropout=0.3)
    for norm in model.modules():
        if isinstance(norm, torch.nn.BatchNorm2d):
            torch.nn.init.normal_(norm.running_mean, std=0.3)
            torch.nn.init.uniform_(norm.running_var, 1e-3, 0.5)  # small: the ε counts
            torch.nn.init.uniform_(norm.weight, 0.5, 1.5)
            torch.nn.init.normal_(norm.bias, std=0.3)
    return model.eval()


@pytest.fixture(scope="module")
def ported(drawn):
    return keras_efficientnet_lite(drawn)


@pytest.mark.parametrize("size", [(64, 64), (47, 64), (33, 50)])
def test_outputs_are_equal(drawn, ported, size):
    x = torch.rand(2, 3, *size, generator=torch.Generator().manual_seed(1)) * 2 - 1
    with torch.inference_mode():
        want = drawn(x).numpy()
    found = np.asarray(ported(x.permute(0, 2, 3, 1).numpy(), training=False))
    assert found.shape == (2, 5)
    np.testing.assert_allclose(found, want, atol=1e-4 * np.abs(want).max())


def test_every_parameter_arrived(drawn, ported):
    ours = {name: value for name, value in drawn.state_dict().items() if "num_batches" not in name}
    assert ported.count_params() == sum(value.numel() for value in ours.values())
    first = drawn.blocks[3].depthwise[0].weight.detach().numpy()
    kernel = ported.get_layer("blocks_3_depthwise_0").get_weights()[0]
    np.testing.assert_array_equal(kernel[:, :, 7, 0], first[7, 0])
    mixing = drawn.blocks[3].project[0].weight.detach().numpy()
    kernel = ported.get_layer("blocks_3_project_0").get_weights()[0]
    np.testing.assert_array_equal(kernel[0, 0], mixing[:, :, 0, 0].T)
    assert ported.get_layer("drop").rate == 0.3


def test_training_moves_the_running_means_alike(drawn):
    import copy

    model = copy.deepcopy(drawn)
    built = keras_efficientnet_lite(model)
    x = torch.rand(4, 3, 40, 40, generator=torch.Generator().manual_seed(2)) * 2 - 1
    model.train()
    model.stem(x)
    norm = built.get_layer("stem_1")
    norm(built.get_layer("stem_0")(x.permute(0, 2, 3, 1).numpy()), training=True)
    np.testing.assert_allclose(
        norm.moving_mean.numpy(), model.stem[1].running_mean.numpy(), atol=1e-6
    )


def test_names_and_shapes_of_the_arrays(drawn):
    listed = dict(keras_weights(drawn))
    assert len(listed) == 49 + 49 + 1
    assert [each.shape for each in listed["stem.0"]] == [(3, 3, 3, 32)]
    assert [each.shape for each in listed["blocks.3.depthwise.0"]] == [(5, 5, 144, 1)]
    assert [each.shape for each in listed["classify"]] == [(1280, 5), (5,)]
    for part, array in zip(
        ("weight", "bias", "running_mean", "running_var"), listed["last.1"], strict=True
    ):
        np.testing.assert_array_equal(array, getattr(drawn.last[1], part).detach().numpy())


def test_arrays_are_copies_in_single_precision(drawn):
    import copy

    half = copy.deepcopy(drawn).to(torch.bfloat16)
    listed = dict(keras_weights(half))
    assert {each.dtype for row in listed.values() for each in row} == {np.dtype("float32")}
    before = drawn.classify.bias.detach().clone()
    for _, row in keras_weights(drawn):
        for each in row:
            each[...] = 0
    assert torch.equal(drawn.classify.bias, before)

"""The Keras helpers: start-up noise, weights from a file, the cut, frozen normalisation."""

import subprocess
import sys

import numpy as np
import pytest

from ftlib.train.tensorflow import image_models as kt

with kt.quietly():
    import h5py
    import keras


def test_tensorflow_starts_without_a_word():
    code = "from ftlib.train.tensorflow import image_models\nimport keras"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout + done.stderr == ""


def test_pixels_to_the_model_range():
    got = kt.to_model_range(np.array([0, 51, 255], np.uint8))
    assert got.dtype == np.float32
    np.testing.assert_allclose(got, [-1, -0.6, 1], atol=1e-6)


def test_floats_are_refused():
    with pytest.raises(ValueError, match="images has dtype float32"):
        kt.to_model_range(np.zeros((1, 2, 2, 3), np.float32))


@pytest.fixture
def small():
    keras.utils.set_random_seed(0)
    inputs = keras.Input((8, 8, 3))
    x = keras.layers.Conv2D(4, 3, name="first")(inputs)
    x = keras.layers.BatchNormalization(name="norm")(x)
    x = keras.layers.Conv2D(5, 3, name="second")(x)
    return keras.Model(inputs, x)


def test_the_parts_of_a_cut_model_make_the_whole(small):
    prefix, suffix = kt.split_at(small, "norm")
    x = np.random.default_rng(0).normal(size=(2, 8, 8, 3)).astype("float32")
    np.testing.assert_allclose(suffix(prefix(x)), small(x), atol=1e-6)
    assert suffix.count_params() == small.get_layer("second").count_params()
    assert suffix.layers[-1] is small.get_layer("second")  # shared, not copied


def test_a_layer_that_is_not_there(small):
    with pytest.raises(ValueError, match=r"layer 'third' .* second"):
        kt.split_at(small, "third")


def test_frozen_norms_stay_and_others_learn(small):
    outer = keras.Sequential([keras.Input((8, 8, 3)), small, keras.layers.Flatten()])
    assert kt.freeze_batch_norm(outer) == 1
    norm, first = small.get_layer("norm"), small.get_layer("first")
    before = [w.copy() for w in norm.get_weights()], first.get_weights()[0].copy()
    outer.compile("sgd", "mse")
    x = np.random.default_rng(1).normal(3, 2, size=(16, 8, 8, 3)).astype("float32")
    outer.fit(x, np.zeros((16, 80)), verbose=0)
    for old, new in zip(before[0], norm.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)
    assert np.abs(before[1] - first.get_weights()[0]).max() > 0


def test_keras_overrides_training_false_which_is_why_they_are_frozen(small):
    inputs = keras.Input((8, 8, 3))
    model = keras.Model(inputs, keras.layers.Flatten()(small(inputs, training=False)))
    model.compile("sgd", "mse")
    model.fit(np.ones((4, 8, 8, 3)), np.zeros((4, 80)), verbose=0)
    assert np.abs(small.get_layer("norm").moving_mean).max() > 0


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    keras.utils.set_random_seed(3)
    model = keras.applications.MobileNetV2((160, 160, 3), include_top=False, weights=None)
    path = tmp_path_factory.mktemp("model") / "weights.h5"
    with h5py.File(path, "w") as file:
        for layer in model.layers:
            for weight in layer.weights:
                file[f"model_weights/mobilenetv2_1.00_160/{layer.name}/{weight.name}"] = (
                    weight.numpy()
                )
    return path, model


def test_the_backbone_gets_every_array_of_the_file(stored):
    path, model = stored
    keras.utils.set_random_seed(4)
    for given in (path, path.parent):
        got = kt.mobilenet_v2(given).get_weights()
        want = model.get_weights()
        assert len(got) == len(want) == 260
        assert all((a == b).all() for a, b in zip(got, want, strict=True))


def test_a_file_without_a_backbone(tmp_path):
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file["something"] = [1.0]
    with pytest.raises(ValueError, match=r"'other.h5' holds no MobileNetV2 backbone"):
        kt.mobilenet_v2(tmp_path)


def test_an_array_of_another_shape(stored, tmp_path):
    path = tmp_path / "bent.h5"
    path.write_bytes(stored[0].read_bytes())
    with h5py.File(path, "r+") as file:
        place = "model_weights/mobilenetv2_1.00_160/Conv1/kernel"
        del file[place]
        file[place] = np.zeros((3, 3, 3, 31), np.float32)
    with pytest.raises(ValueError, match=r"Conv1/kernel holds an array of shape \(3, 3, 3, 31\)"):
        kt.mobilenet_v2(path)

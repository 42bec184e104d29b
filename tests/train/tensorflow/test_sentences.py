"""Bad input: both frameworks refuse it, in the same words."""

import numpy as np
import pytest

from ftlib import train
from ftlib.data import Rows
from ftlib.train import tensorflow as tf_train

EMPTY = Rows(input=np.zeros((0, 8)), labels=np.zeros(0, np.int64))
THREE = np.zeros((3, 8))


def refusal(fit, model, data, change):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the words are what is tested
        fit(model, *data, **{"progress": False, "device": "cpu"} | change)
    return str(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        {"lerning_rate": 1.0},
        {"framework": "torch"},
        {"epochs": 0},
        {"batch_size": 2.5},
        {"max_tokens": 0},
        {"accumulate": -1},
        {"learning_rate": -1.0},
        {"layer_decay": 2.0},
        {"weight_decay": -0.1},
        {"schedule": "steep"},
        {"warmup": 1.0},
        {"clip": 0.0},
        {"freeze": "tail"},
        {"freeze": 9},
        {"patience": 2},
        {"validate_every": 2},
        {"precision": "float8"},
        {"seed": -1},
        {"prefetch": -1},
        {"resume": True},
        {"save_every": 3},
        {"log": "paper"},
        {"log": "csv"},
        {"callbacks": {"somtimes": print}},
        {"callbacks": print},
    ],
    ids=str,
)
def test_options(twins, clouds, change):
    first, second = twins()
    ours = refusal(train.fit, first, [clouds()], change)
    assert refusal(tf_train.fit, second, [clouds()], change) == ours


@pytest.mark.parametrize(
    "data",
    [
        EMPTY,
        Rows(input=THREE),
        Rows(input=THREE, labels=[0, 1, 3]),
        Rows(input=THREE, labels=[0, 1, -1]),
        Rows(input=THREE, labels=[0.0, 1.0, 2.0]),
    ],
    ids=["empty", "unlabelled", "outside", "negative", "fractions"],
)
def test_data(twins, clouds, data):
    first, second = twins()
    for given in ([data], [clouds(), data]):
        ours = refusal(train.fit, first, given, {})
        assert refusal(tf_train.fit, second, given, {}) == ours


def test_nothing_to_train(twins, clouds):
    first, second = twins()
    first.requires_grad_(False)
    second.trainable = False
    ours = refusal(train.fit, first, [clouds()], {})
    assert refusal(tf_train.fit, second, [clouds()], {}) == ours


def test_nothing_to_predict(twins):
    first, second = twins()
    with pytest.raises(ValueError, match="data is empty; there is nothing to predict"):
        train.predict(first, EMPTY)
    with pytest.raises(ValueError, match="data is empty; there is nothing to predict"):
        tf_train.predict(second, EMPTY)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"learning_rate": {"tail": 0.1}},
            "names 'tail', under which nothing trains; the model's parts are",
        ),
        ({"learning_rate": {"0": 0.1}}, "learning_rate has no entry for '2.kernel'; add one for"),
        ({"device": "quantum"}, "device is 'quantum', which cannot be used here"),
        ({"strategy": "ddp"}, "strategy is 'ddp'; use None, 'mirrored', or a MirroredStrategy"),
        ({"cache_trunk": True}, "cache_trunk is True, which only the PyTorch fit takes; cut the"),
        (
            {"checkpoint_activations": True},
            "only the PyTorch fit takes; build the model inside",
        ),
        ({"channels_last": True}, "only the PyTorch fit takes; Keras stores pictures"),
        ({"freeze": "head", "unfreeze_every": 1}, "only the PyTorch fit takes; call fit once for"),
        ({"compile": "inductor"}, "compile is 'inductor', but TensorFlow has one compiler"),
        ({"compile": True, "strategy": "mirrored"}, "compile is True with strategy 'mirrored'"),
    ],
    ids=str,
)
def test_what_only_one_of_them_takes(twins, clouds, change, sentence):
    with pytest.raises(ValueError, match=sentence):
        tf_train.fit(twins()[1], clouds(), progress=False, **change)


def test_inputs_that_do_not_fit(clouds):
    import keras

    left, right = keras.Input((8,), name="input"), keras.Input((8,), name="other")
    model = keras.Model([left, right], keras.layers.Dense(3)(left + right))
    data = Rows(input=THREE, another=THREE, labels=[0, 1, 2])
    with pytest.raises(ValueError, match="an input 'other', but a batch has input, another; give"):
        tf_train.fit(model, data, progress=False)
    with pytest.raises(ValueError, match="has no weights yet; call it once on a batch"):
        tf_train.fit(keras.Sequential([keras.layers.Dense(3)]), clouds(), progress=False)

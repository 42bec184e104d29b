"""The skeleton of a Keras model: names that last, kinds of layers, what trains and decays."""

import keras
import numpy as np
import pytest

from ftlib.train import count_parameters, trained_table
from ftlib.train.policy.parameters import parameter_groups
from ftlib.train.tensorflow import parameter_names, skeleton

layers = keras.layers


def network():
    x = inputs = keras.Input((5, 8))
    x = layers.MultiHeadAttention(2, 4)(x, x)
    x = layers.LayerNormalization()(x)
    x = layers.GlobalAveragePooling1D()(layers.Dense(8)(x))
    return keras.Model(inputs, layers.Dense(3, name="head")(layers.BatchNormalization()(x)))


def test_names_do_not_depend_on_what_was_built_before():
    first, second = network(), network()
    assert first.weights[0].path != second.weights[0].path  # Keras counts through the program
    assert parameter_names(first) == parameter_names(second)
    assert parameter_names(first)[0] == "multi_head_attention.query.kernel"
    assert "head.kernel" in parameter_names(first)
    assert len(set(parameter_names(first))) == len(first.weights)


def test_it_has_the_model_s_shapes_and_tells_parameters_from_buffers():
    model = network()
    bones = skeleton(model)
    state = bones.state_dict()
    for name, weight in zip(parameter_names(model), model.weights, strict=True):
        assert tuple(state[name].shape) == tuple(weight.shape)
    buffers = {name for name, _ in bones.named_buffers()}
    assert buffers == {f"batch_normalization.moving_{each}" for each in ("mean", "variance")}
    trained = sum(int(np.prod(each.shape)) for each in model.trainable_weights)
    assert count_parameters(bones) == (trained, trained)
    model.get_layer("head").trainable = False
    assert count_parameters(skeleton(model)) == (trained - 27, trained)


def test_biases_and_norms_do_not_decay_whatever_their_shape():
    model = network()
    bones = skeleton(model)
    named = {id(each): name for name, each in bones.named_parameters()}
    decayed = {
        named[id(each)]
        for group in parameter_groups(bones, 1e-3, 0.1)
        if group["weight_decay"]
        for each in group["params"]
    }
    assert decayed == {name for name in named.values() if name.endswith("kernel")}
    assert dict(bones.named_parameters())["multi_head_attention.query.bias"].ndim == 2


def test_the_table_of_what_trains_takes_it():
    text = str(trained_table(skeleton(network()), 1e-3, 0.1))
    assert "head" in text
    assert text.splitlines()[-1].startswith("total")


def test_a_model_without_weights_is_refused():
    with pytest.raises(ValueError, match="Sequential has no weights yet"):
        skeleton(keras.Sequential([layers.Dense(3)]))

"""A Keras run that was killed goes on with the same bits, in folders like those of PyTorch."""

import keras
import numpy as np
import pytest
from safetensors.numpy import load_file

from ftlib import train
from ftlib.train import CheckpointError, Run, at
from ftlib.train import tensorflow as tf_train

OPTIONS = {
    "progress": False,
    "device": "cpu",
    "precision": "float32",
    "learning_rate": 0.02,
    "epochs": 3,
    "batch_size": 16,
}


def network(seed=0, width=16):
    """With dropout and running statistics: both must go on where they were."""
    keras.utils.set_random_seed(seed)
    layers = keras.layers
    hidden = [layers.Dense(width), layers.BatchNormalization(), layers.Dropout(0.3)]
    return keras.Sequential([keras.Input((8,)), *hidden, layers.Dense(3)])


def weights(model):
    return np.concatenate([each.ravel() for each in model.get_weights()])


class Killed(Exception):
    """Stands for a process that ends without a word."""


def killed_at(step):
    @at("after_step")
    def kill(view):
        if view.step == step:
            raise Killed

    return kill


@pytest.mark.parametrize(
    "change",
    [{}, {"accumulate": 2, "prefetch": 2, "precision": "float16"}],
    ids=["plain", "parts in float16"],
)
def test_a_run_that_was_killed_ends_with_the_same_bits(tmp_path, clouds, change):
    data, held_out = clouds(70, 0, np.float32), clouds(20, 1, np.float32)  # 5 updates an epoch
    options = OPTIONS | change
    whole = network(5)
    one = tf_train.fit(whole, data, held_out, **options)
    options |= {"checkpoints": tmp_path / "run", "resume": "auto", "save_every": 4}
    for seed, step in ((5, 7), (20, 11)):  # what the resumed one begins with is replaced
        with pytest.raises(Killed):
            tf_train.fit(network(seed), data, held_out, callbacks=killed_at(step), **options)
    model = network(99)
    run = tf_train.fit(model, data, held_out, **options)
    np.testing.assert_array_equal(weights(model), weights(whole))
    np.testing.assert_array_equal(np.array(run.steps), np.array(one.steps))
    assert run.validations == one.validations
    assert Run.load(tmp_path / "run").steps == run.steps


def test_the_folder_is_that_of_pytorch(tmp_path, clouds, twins):
    first, second = twins()
    options = OPTIONS | {"epochs": 1}
    train.fit(first, clouds(), checkpoints=tmp_path / "torch", **options)
    tf_train.fit(second, clouds(), checkpoints=tmp_path / "keras", **options)
    files = [
        sorted(each.name for each in (tmp_path / name / "step-00000010").iterdir())
        for name in ("torch", "keras")
    ]
    assert files[0] == files[1]
    stored = load_file(tmp_path / "keras" / "step-00000010" / "model.safetensors")
    np.testing.assert_array_equal(stored["0.kernel"], second.get_weights()[0])
    training = load_file(tmp_path / "keras" / "step-00000010" / "training.safetensors")
    theirs = load_file(tmp_path / "torch" / "step-00000010" / "training.safetensors")
    np.testing.assert_allclose(
        training["optimiser/exp_avg/0.kernel"].T, theirs["optimiser/exp_avg/0.weight"], atol=1e-12
    )


def test_another_model_or_framework_is_refused(tmp_path, clouds, twins):
    data, folder = clouds(40), tmp_path / "run"
    first, second = twins()
    train.fit(first, data, checkpoints=folder, **OPTIONS)
    with pytest.raises(CheckpointError, match="made by the fit of torch, this is that of tensorf"):
        tf_train.fit(second, data, checkpoints=folder, resume=True, **OPTIONS)
    with pytest.raises(CheckpointError, match=r"holds a run .* pass resume=True"):
        tf_train.fit(second, data, checkpoints=folder, **OPTIONS)
    tf_train.fit(second, data, checkpoints=tmp_path / "other", **OPTIONS)
    with pytest.raises(CheckpointError, match=r"another model: '0\.bias' has shape \(16,\) in it"):
        tf_train.fit(
            twins(hidden=(17,))[1], data, checkpoints=tmp_path / "other", resume=True, **OPTIONS
        )
    with pytest.raises(CheckpointError, match="made by the fit of tensorflow"):
        train.fit(first, data, checkpoints=tmp_path / "other", resume=True, **OPTIONS)

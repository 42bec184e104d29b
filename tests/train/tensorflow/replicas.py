"""Run by test_replicas.py in a process of its own: two logical CPUs stand for two GPUs.

Prints one JSON object. TensorFlow fixes its devices when it is first used, so no test may share it.
"""

import json
import sys

import numpy as np

import ftlib.train
from ftlib.data import Rows
from ftlib.quiet import quietly

assert not {"tensorflow", "keras"} & set(sys.modules), "import ftlib.train loads TensorFlow"

with quietly():
    import keras
    import tensorflow as tf

cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)

from ftlib.train import tensorflow as tf_train  # noqa: E402


def data(n, seed, width=None):
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 3, n)
    return Rows(input=rng.normal(size=(n, 8)) + np.eye(3, 8)[labels], labels=labels)


def network(*middle, dtype="float64"):
    keras.utils.set_random_seed(0)
    first, last = (keras.layers.Dense(n, dtype=dtype) for n in (16, 3))
    return keras.Sequential([keras.Input((8,), dtype=dtype), first, *middle, last])


def outcome(model, train=None, **options):
    run = tf_train.fit(
        model,
        train or data(49, 0),
        data(20, 1),
        **{"epochs": 2, "batch_size": 16, "learning_rate": 1e-2, "progress": False} | options,
    )
    return {
        "losses": run.losses.tolist(),
        "norms": [step.gradient_norm for step in run.steps],
        "validation": [each.loss for each in run.validations],
        "weights": np.concatenate([each.ravel() for each in model.get_weights()]).tolist(),
        "text": str(run).splitlines()[0],
    }


def restless():
    layers = keras.layers
    return network(layers.BatchNormalization(), layers.Dropout(0.3), dtype="float32")


# Two strategies of one process count their collective sums from the same number; so none here.
to_one = tf.distribute.ReductionToOneDevice()
strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"], cross_device_ops=to_one)
with strategy.scope():
    inside = network()
found = {
    "one": outcome(network(), accumulate=3),
    "two": outcome(network(), strategy="mirrored"),  # 49 = 16 + 16 + 16 + 1: one gets no row
    "parts": outcome(network(), strategy=strategy, accumulate=3),
    "inside": outcome(inside, strategy=strategy),
    "restless": outcome(restless(), strategy="mirrored"),
    "again": outcome(restless(), strategy="mirrored"),
}
folder = sys.argv[1]
tf_train.fit(network(), data(32, 0), strategy="mirrored", checkpoints=folder, progress=False)
found["loaded"] = str(ftlib.train.Run.load(folder)).splitlines()[0]
print(json.dumps(found))

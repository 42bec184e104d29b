"""The loop in TensorFlow takes the steps that the loop in PyTorch takes, and keeps its promises."""

import keras
import numpy as np
import pytest
import tensorflow as tf
import torch
from torch import nn

from ftlib import train
from ftlib.data import Encoded, Pictures, Rows
from ftlib.train import Diverged, at
from ftlib.train import tensorflow as tf_train
from ftlib.train.tensorflow.predicting import signature
from ftlib.train.tensorflow.scaling import GROW_AFTER, LossScale

BOTH = {
    "epochs": 2,
    "batch_size": 16,
    "learning_rate": 1e-2,
    "weight_decay": 0.1,
    "clip": 0.1,  # so short that it binds
    "warmup": 0.2,
    "precision": "float32",  # the models' own format
    "device": "cpu",
    "progress": False,
}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"accumulate": 3},  # 16 = 6 + 5 + 5, and the last batch of 150 has 6
        {"schedule": "cosine", "clip": None, "max_tokens": 11, "batch_size": None},
        {"learning_rate": {"0": 1e-3, "": 2e-2}},
        {"layer_decay": 0.5, "schedule": "inverse_sqrt"},
        {"freeze": "head"},
        {"freeze": 1, "patience": 1, "validate_every": 3},
    ],
    ids=["plain", "parts", "tokens", "rates", "layers", "head", "top"],
)
def test_both_frameworks_take_the_same_steps(twins, distance, clouds, change):
    first, second = twins(hidden=(16, 12))
    ours = train.fit(first, clouds(), clouds(61, 1), **(BOTH | change))
    theirs = tf_train.fit(second, clouds(), clouds(61, 1), **(BOTH | change))
    assert len(theirs.steps) >= 20 or "patience" in change
    assert min(step.gradient_norm for step in theirs.steps) > 0.1
    assert distance(first, second) < 1e-10
    np.testing.assert_allclose(np.array(theirs.steps), np.array(ours.steps), atol=1e-10)
    np.testing.assert_allclose(np.array(theirs.validations), np.array(ours.validations), atol=1e-10)
    assert (theirs.seen, theirs.tokens) == (ours.seen, ours.tokens)
    assert str(theirs) == str(ours)


def test_a_step_written_out_in_numpy(clouds):
    # Independent of both engines: one full batch, a linear layer, AdamW from its formulas.
    data = clouds(32)
    x, y = data._arrays["input"], np.eye(3)[data.labels]
    model = keras.Sequential(
        [keras.Input((8,), dtype="float64"), keras.layers.Dense(3, dtype="float64")]
    )
    w, b = (each.copy() for each in model.get_weights())
    options = BOTH | {"epochs": 3, "batch_size": 32, "warmup": 0.0, "schedule": "constant"}
    run = tf_train.fit(model, data, **options)
    averages = [np.zeros_like(each) for each in (w, b, w, b)]
    for step in range(1, 4):
        p = np.exp(x @ w + b)
        p /= p.sum(axis=1, keepdims=True)
        gradients = [x.T @ (p - y) / 32, (p - y).mean(axis=0)]
        norm = np.sqrt(sum((g**2).sum() for g in gradients))
        assert run.steps[step - 1].loss == pytest.approx(-np.log((p * y).sum(axis=1)).mean())
        assert run.steps[step - 1].gradient_norm == pytest.approx(norm)
        for place, (theta, decay) in enumerate([(w, 0.1), (b, 0.0)]):
            g = gradients[place] * min(1, 0.1 / (norm + 1e-6))
            m, v = averages[place], averages[place + 2]
            m += 0.1 * (g - m)
            v += 0.001 * (g**2 - v)
            theta *= 1 - 1e-2 * decay
            theta -= 1e-2 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    for got, want in zip(model.get_weights(), (w, b), strict=True):
        np.testing.assert_allclose(got, want, atol=1e-12)


class Mean(nn.Module):
    """The mean word vector, and a linear layer on it."""

    def __init__(self):
        super().__init__()
        self.words, self.head = nn.Embedding(30, 6), nn.Linear(6, 3)

    def forward(self, input_ids, attention_mask):
        mask = attention_mask[..., None].to(self.words.weight.dtype)
        return self.head((self.words(input_ids) * mask).sum(1) / mask.sum(1))


def mean_in_keras():
    ids = keras.Input((None,), dtype="int64", name="input_ids")
    mask = keras.Input((None,), dtype="int64", name="attention_mask")
    words = keras.layers.Embedding(30, 6, dtype="float64", name="words")(ids)
    weights = keras.ops.expand_dims(keras.ops.cast(mask, "float64"), -1)
    mean = keras.ops.sum(words * weights, axis=1) / keras.ops.sum(weights, axis=1)
    return keras.Model([ids, mask], keras.layers.Dense(3, dtype="float64", name="head")(mean))


def texts(n=90):
    rng = np.random.default_rng(0)
    words = tuple(rng.integers(1, 30, rng.integers(1, 12)) for _ in range(n))
    return Encoded(words, rng.integers(0, 3, n), pad_id=0)


def test_texts_of_any_length_go_through_one_graph(distance):
    torch.manual_seed(0)
    first, second = Mean().double(), mean_in_keras()
    table, weight, bias = (each.detach().numpy().copy() for each in first.parameters())
    second.set_weights([table, weight.T, bias])
    traced = []

    def loss(logits, labels):
        traced.append(logits.shape)
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))

    options = BOTH | {"max_tokens": 60, "faster": False}
    ours = train.fit(first, texts(), **options)
    theirs = tf_train.fit(second, texts(), loss=loss, **options)
    np.testing.assert_allclose(theirs.losses, ours.losses, atol=1e-10)
    assert np.abs(second.get_weights()[0] - first.words.weight.detach().numpy()).max() < 1e-10
    assert len(traced) == 1
    assert signature(texts())["input_ids"].shape.as_list() == [None, None]
    got = tf_train.predict(second, texts(), batch_size=7)
    np.testing.assert_allclose(got, train.predict(first, texts(), precision="float32"), atol=1e-10)


def test_labels_of_tokens_count_by_token(clouds):
    rng = np.random.default_rng(0)
    labels = np.where(rng.random((40, 5)) < 0.5, -100, rng.integers(0, 3, (40, 5)))
    data = Rows(input=rng.normal(size=(40, 5, 4)), labels=labels)
    first = nn.Linear(4, 3).double()
    second = keras.Sequential(
        [keras.Input((5, 4), dtype="float64"), keras.layers.Dense(3, dtype="float64")]
    )
    second.set_weights([first.weight.detach().numpy().T, first.bias.detach().numpy()])
    options = BOTH | {"accumulate": 4, "batch_size": 8}

    def by_token(logits, labels):
        return nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten())

    def in_keras(logits, labels):
        kept = tf.cast(labels != -100, logits.dtype)
        each = tf.nn.sparse_softmax_cross_entropy_with_logits(tf.maximum(labels, 0), logits)
        return tf.reduce_sum(each * kept) / tf.reduce_sum(kept)  # NaN where none counts

    ours = train.fit(first, data, data, loss=by_token, **options)
    theirs = tf_train.fit(second, data, data, loss=in_keras, **options)
    np.testing.assert_allclose(theirs.losses, ours.losses, atol=1e-10)
    np.testing.assert_allclose(theirs.best.loss, ours.best.loss, atol=1e-10)


def test_pictures_go_in_with_their_channels_last():
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (24, 6, 6, 3), dtype=np.uint8)
    data = Pictures(images, rng.integers(0, 3, 24), mean=0.5, std=0.25)
    torch.manual_seed(0)
    first = nn.Sequential(
        nn.Conv2d(3, 4, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 3)
    )
    layers = keras.layers
    second = keras.Sequential(
        [
            keras.Input((6, 6, 3)),
            layers.Conv2D(4, 3),
            layers.GlobalAveragePooling2D(),
            layers.Dense(3),
        ]
    )
    kernel, shift, weight, bias = (each.detach().numpy() for each in first.parameters())
    second.set_weights([kernel.transpose(2, 3, 1, 0), shift, weight.T, bias])
    ours = train.fit(first, data, **BOTH)
    theirs = tf_train.fit(second, data, **BOTH)
    np.testing.assert_allclose(theirs.losses, ours.losses, rtol=1e-4)


def restless(seed=0, dtype="float32"):
    """With dropout and running statistics."""
    keras.utils.set_random_seed(seed)
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((8,)),
            layers.Dense(16),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.Dropout(0.3),
            layers.Dense(3),
        ]
    )


def weights(model):
    return np.concatenate([each.ravel() for each in model.get_weights()])


def test_looking_changes_nothing_and_a_seed_repeats_a_run(clouds):
    options = BOTH | {"keep_best": False}
    models = [restless() for _ in range(3)]
    tf_train.fit(models[0], clouds(), **options)
    tf_train.fit(models[1], clouds(), clouds(40, 1), validate_every=2, **options)
    tf_train.fit(models[2], clouds(), seed=1, **options)
    np.testing.assert_array_equal(weights(models[0]), weights(models[1]))
    assert np.abs(weights(models[0]) - weights(models[2])).max() > 1e-4


@pytest.mark.parametrize("precision", ["bfloat16", "float16"])
def test_lower_precision_learns_and_is_undone(clouds, precision):
    model, seen = restless(), []
    before = [layer.dtype_policy.name for layer in model.layers]
    options = BOTH | {"precision": precision, "epochs": 6}
    peek = {"before_step": lambda view: seen.append(view.model.layers[0].compute_dtype)}
    run = tf_train.fit(
        model, clouds(dtype=np.float32), clouds(60, 1, np.float32), callbacks=peek, **options
    )
    assert set(seen) == {precision}
    assert run.precision == precision
    assert run.best.metric > 0.75
    assert [layer.dtype_policy.name for layer in model.layers] == before
    assert all(each.dtype == np.float32 for each in model.get_weights())


def test_a_gradient_that_overflows_costs_one_update(twins, clouds):
    _, model = twins(dtype="float32")
    before, seen = weights(model), []

    @at("after_step")
    def look(view):
        seen.append(weights(view.model))

    data = clouds(48, dtype=np.float32)

    def loss(logits, labels):  # its gradient in float16 overflows: 65,536 times 10
        return 10 * tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))

    run = tf_train.fit(
        model,
        data,
        loss=loss,
        callbacks=look,
        **(BOTH | {"precision": "float16", "warmup": 0.0, "epochs": 5}),
    )
    norms = np.array([step.gradient_norm for step in run.steps])
    left_out = ~np.isfinite(norms)
    assert left_out[0]
    assert not left_out.all()
    moved = [np.abs(b - a).max() > 0 for a, b in zip([before, *seen], seen, strict=False)]
    np.testing.assert_array_equal(moved, ~left_out)


def test_the_scale_halves_and_doubles():
    scale = LossScale(True)
    scale.update(tf.constant(False))
    assert scale.state_dict() == {"scale": 2.0**15, "good": 0}
    scale.good.assign(GROW_AFTER - 1)
    scale.update(tf.constant(True))
    assert scale.state_dict() == {"scale": 2.0**16, "good": 0}
    off = LossScale(False)
    off.update(tf.constant(False))
    assert (off.state_dict(), float(off.scale)) == ({}, 1.0)


def test_xla_gives_the_same_steps(twins, clouds):
    models = [twins()[1] for _ in range(2)]
    plain = tf_train.fit(models[0], clouds(40), **BOTH)
    compiled = tf_train.fit(models[1], clouds(40), compile=True, **BOTH)
    np.testing.assert_allclose(compiled.losses, plain.losses, atol=1e-12)


def test_the_best_weights_are_restored_and_patience_stops(twins, clouds):
    _, model = twins()
    kept = []

    def worse_each_time(labels, logits):
        kept.append(weights(model))
        return 0.0

    # Validation labels are wrong on purpose: the better it learns, the worse it looks.
    wrong = clouds(60, 1)
    wrong = Rows(input=wrong._arrays["input"], labels=(wrong.labels + 1) % 3)
    run = tf_train.fit(
        model,
        clouds(),
        wrong,
        metric=worse_each_time,
        patience=2,
        **(BOTH | {"epochs": 9, "warmup": 0.0}),
    )
    assert run.stopped_early
    assert len(run.validations) == 3
    np.testing.assert_array_equal(weights(model), kept[0])


def test_nan_stops_names_the_rows_and_takes_nothing_away(twins, clouds):
    _, model = twins()
    data = clouds(64)
    data._arrays["input"][17] = np.nan
    before = weights(model)
    with pytest.raises(
        Diverged, match=r"the loss is nan at step \d of 8; lower learning_rate"
    ) as caught:
        tf_train.fit(model, data, **BOTH)
    assert 17 in caught.value.rows
    np.testing.assert_array_equal(weights(model), before)


def test_a_variable_that_no_gradient_reaches_stays_as_it_is(clouds):
    class Idle(keras.Model):
        def __init__(self):
            super().__init__()
            self.used, self.idle = keras.layers.Dense(3), keras.layers.Dense(3)
            self.used.build((None, 8))
            self.idle.build((None, 8))

        def call(self, x, training=False):
            return self.used(x)

    for parts in (1, 3):
        model = Idle()
        model(np.zeros((1, 8)))
        before = [each.numpy() for each in (model.used.kernel, model.idle.kernel)]
        tf_train.fit(model, clouds(dtype=np.float32), accumulate=parts, **BOTH)
        assert np.abs(model.used.kernel.numpy() - before[0]).max() > 0
        np.testing.assert_array_equal(model.idle.kernel.numpy(), before[1])


def test_a_frozen_batch_norm_keeps_its_statistics(clouds):
    model = restless()
    tf_train.fit(model, clouds(dtype=np.float32), freeze="head", **BOTH)
    norm = model.layers[1]
    np.testing.assert_array_equal(norm.moving_mean.numpy(), np.zeros(16))
    assert [layer.trainable for layer in model.layers if layer.weights] == [False, False, True]
    tf_train.fit(model, clouds(dtype=np.float32), freeze="all", **BOTH)
    assert np.abs(norm.moving_mean.numpy()).max() > 0


@pytest.mark.gpu(real=True)
def test_an_accelerator_learns_the_same_task(clouds):
    if not tf.config.list_physical_devices("GPU"):
        pytest.fail("this TensorFlow sees no GPU; install tensorflow[and-cuda] for these tests")
    model = restless()
    run = tf_train.fit(
        model,
        clouds(dtype=np.float32),
        clouds(60, 1, np.float32),
        epochs=6,
        batch_size=16,
        learning_rate=0.01,
    )
    assert run.device == "cuda"
    assert run.best.metric > 0.75

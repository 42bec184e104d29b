"""What only an accelerator can show: no waiting inside a step, its precisions, its generators."""

from __future__ import annotations

from contextlib import contextmanager

import numpy as np
import pytest
import torch
from torch import nn
from transformers import BertConfig, BertForSequenceClassification

from ftlib.data import Encoded, Rows
from ftlib.train import Diverged, at, fit, loop, predict

pytestmark = pytest.mark.gpu

OPTIONS = {"progress": False, "batch_size": 16, "learning_rate": 0.02}


def clouds(n=240, seed=0):
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, n)
    points = rng.normal(size=(n, 4)) + 3.0 * labels[:, None]
    return Rows(input=points.astype(np.float32), labels=labels)


def network(seed=0):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Dropout(0.2), nn.Linear(8, 2))


def numbers(model):
    return torch.cat([each.detach().flatten().cpu() for each in model.parameters()])


@contextmanager
def no_waiting():
    """On CUDA and on the simulated device, whatever makes the host wait raises."""
    device = torch.get_device_module()
    watch = getattr(device, "set_sync_debug_mode", lambda mode: None)  # Apple's cannot tell
    watch("error")
    try:
        yield
    finally:
        watch("default")


@pytest.mark.parametrize(
    "change", [{}, {"accumulate": 3}, {"precision": "float16"}, {"clip": None}]
)
def test_no_step_waits_for_the_device(monkeypatch, change):
    original, calls = loop._update, []

    def watched(*arguments):
        calls.append(1)
        if len(calls) == 1:  # the first allocates, compiles kernels, makes the optimiser's state
            return original(*arguments)
        with no_waiting():
            return original(*arguments)

    monkeypatch.setattr(loop, "_update", watched)
    run = fit(network(), clouds(), clouds(60, 2), epochs=2, **OPTIONS, **change)
    assert len(calls) == len(run.steps) == 30
    assert np.isfinite(run.losses).all()


@pytest.mark.parametrize("precision", ["auto", "float32", "float16"])
def test_every_precision_learns(accelerator, precision):
    run = fit(network(), clouds(), clouds(60, 2), epochs=4, precision=precision, **OPTIONS)
    assert run.device == accelerator.type
    assert run.best.metric > 0.95


def test_a_killed_run_ends_with_the_same_bits(tmp_path):
    class Killed(Exception):
        pass

    @at("after_step")
    def kill(view):
        if view.step == 20:
            raise Killed

    whole, again = network(), network(5)
    fit(whole, clouds(), epochs=2, **OPTIONS)
    options = OPTIONS | {"epochs": 2, "checkpoints": tmp_path / "run", "save_every": 7}
    with pytest.raises(Killed):
        fit(network(), clouds(), callbacks=kill, **options)
    fit(again, clouds(), resume=True, **options)
    assert torch.equal(numbers(again), numbers(whole))


def test_nan_is_found_though_losses_come_late_and_before_anything_is_saved(tmp_path):
    data = clouds()
    data._arrays["input"][7] = np.nan
    model = network()
    start = numbers(model)
    with pytest.raises(Diverged) as caught:
        fit(model, data, epochs=1, checkpoints=tmp_path / "run", **OPTIONS)
    assert 7 in caught.value.rows
    assert torch.equal(numbers(model), start)
    assert not list((tmp_path / "run").glob("step-*"))


def bert():
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=50,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    return BertForSequenceClassification(config)


def texts(count=40, seed=0):
    rng = np.random.default_rng(seed)
    ids = tuple(rng.integers(1, 50, size=rng.integers(2, 9)) for _ in range(count))
    return Encoded(ids, rng.integers(0, 2, size=count), 0)


def pictures(count=32):
    rng = np.random.default_rng(3)
    shades = rng.normal(size=(count, 3, 8, 8)).astype(np.float32)
    return Rows(pictures=shades, labels=rng.integers(0, 2, size=count))


def convolutions():
    torch.manual_seed(0)
    layers = [nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(144, 2)]
    return nn.Sequential(*layers)


@pytest.mark.parametrize(
    ("build", "data", "change"),
    [
        (bert, texts, {}),
        (bert, texts, {"faster": False}),
        (bert, texts, {"max_tokens": 64}),
        (bert, texts, {"prefetch": 2}),
        (bert, texts, {"checkpoint_activations": True}),
        (bert, texts, {"freeze": "head"}),
        (bert, texts, {"freeze": "head", "cache_trunk": True}),
        (bert, texts, {"freeze": "head", "unfreeze_every": 1}),
        (bert, texts, {"layer_decay": 0.5, "accumulate": 2, "report": True}),
        (convolutions, pictures, {}),
        (convolutions, pictures, {"channels_last": True}),
    ],
    ids=lambda x: getattr(x, "__name__", str(x)),
)
def test_a_run_is_that_of_the_processor(accelerator, tmp_path, build, data, change):
    options = OPTIONS | {"epochs": 2, "precision": "float32", "learning_rate": 1e-3} | change
    if "max_tokens" in change:
        del options["batch_size"]
    here, there = build(), build()
    one = fit(here, data(), data(20), device="cpu", **options)
    two = fit(there, data(), data(20), checkpoints=tmp_path / "run", **options)
    assert two.device == accelerator.type
    np.testing.assert_allclose(two.losses, one.losses, rtol=1e-3, atol=1e-4)
    assert [each.step for each in two.validations] == [each.step for each in one.validations]
    np.testing.assert_allclose(
        predict(there, data(20)), predict(here, data(20)), rtol=1e-2, atol=1e-3
    )

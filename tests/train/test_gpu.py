"""What only an accelerator can show: no waiting inside a step, its precisions, its generators."""

from __future__ import annotations

from contextlib import contextmanager

import numpy as np
import pytest
import torch
from torch import nn

from ftlib.data import Rows
from ftlib.train import Diverged, at, fit, loop

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
    """On CUDA, whatever makes the host wait for the device raises."""
    cuda = torch.cuda.is_available()
    if cuda:
        torch.cuda.set_sync_debug_mode("error")
    try:
        yield
    finally:
        if cuda:
            torch.cuda.set_sync_debug_mode("default")


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
def test_every_precision_learns(precision):
    run = fit(network(), clouds(), clouds(60, 2), epochs=4, precision=precision, **OPTIONS)
    assert run.device in ("cuda", "mps")
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

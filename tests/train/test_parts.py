"""The small parts: devices, seeds, parameter groups, the schedule, saving, the run's report."""

from __future__ import annotations

import random

import matplotlib as mpl
import numpy as np
import pytest
import torch
from torch import nn

from ftlib.train import (
    Options,
    Run,
    Step,
    Validation,
    choose_device,
    choose_precision,
    count_parameters,
    freeze,
    load,
    save,
    seed_everything,
)
from ftlib.train.policy.parameters import parameter_groups, warmup_then_linear


def network():
    return nn.Sequential(nn.Linear(3, 4), nn.LayerNorm(4), nn.Linear(4, 2))


def test_one_seed_sets_all_three_generators():
    draws = []
    for _ in range(2):
        seed_everything(11)
        draws.append((random.random(), np.random.random(), torch.rand(1).item()))  # noqa: NPY002
    assert draws[0] == draws[1]
    with pytest.raises(ValueError, match="seed is 4294967296"):
        seed_everything(2**32)


def test_a_named_device_is_taken_and_one_that_is_not_here_is_refused():
    assert choose_device("cpu") == torch.device("cpu")
    assert choose_device().type in ("cpu", "cuda", "mps")
    with pytest.raises(ValueError, match="use 'auto'"):
        choose_device("cuda:99")


def test_precision_is_float32_where_bfloat16_would_be_emulated(monkeypatch):
    cpu = torch.device("cpu")
    assert choose_precision("bfloat16", cpu) == torch.bfloat16
    assert choose_precision("auto", torch.device("mps")) == torch.float32
    for native in (True, False):
        monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda native=native: native)
        monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: False)
        monkeypatch.setattr("platform.machine", lambda: "x86_64")
        want = torch.bfloat16 if native else torch.float32
        assert choose_precision("auto", cpu) == want
    monkeypatch.delattr(torch.cpu, "_is_avx512_bf16_supported")
    assert choose_precision("auto", cpu) == torch.float32


def test_a_prefix_ends_at_a_dot():
    model = nn.ModuleDict({"layer1": nn.Linear(2, 2), "layer10": nn.Linear(2, 2)})
    freeze(model, "layer1")
    assert [each.requires_grad for each in model.parameters()] == [False, False, True, True]
    assert count_parameters(model) == (6, 12)
    with pytest.raises(ValueError, match=r"no parameter stands under 'layer'; .*'layer1'"):
        freeze(model, "layer")


def test_only_matrices_decay_and_the_longest_prefix_sets_the_rate():
    model = network()
    groups = parameter_groups(model, {"": 0.1, "2": 0.5, "2.bias": 0.7}, weight_decay=0.3)
    found = {
        id(parameter): (group["lr"], group["weight_decay"])
        for group in groups
        for parameter in group["params"]
    }
    got = {name: found[id(each)] for name, each in model.named_parameters()}
    assert got == {
        "0.weight": (0.1, 0.3),
        "0.bias": (0.1, 0.0),
        "1.weight": (0.1, 0.0),
        "1.bias": (0.1, 0.0),
        "2.weight": (0.5, 0.3),
        "2.bias": (0.7, 0.0),
    }
    model[0].requires_grad_(False)
    assert sum(len(group["params"]) for group in parameter_groups(model, 0.1, 0.0)) == 4


def test_the_rate_rises_to_one_and_falls_towards_zero():
    factors = [warmup_then_linear(step, 10, 0.2) for step in range(10)]
    assert factors == pytest.approx([1 / 3, 2 / 3, *(np.arange(8, 0, -1) / 8)])
    assert [warmup_then_linear(step, 2, 0.0) for step in range(2)] == [1.0, 0.5]


def test_saving_and_loading_keep_every_bit(tmp_path):
    model, other = network(), network()
    path = save(model, tmp_path / "model.safetensors")
    assert load(other, path) is other
    for one, two in zip(model.state_dict().values(), other.state_dict().values(), strict=True):
        assert torch.equal(one, two)
    assert [each.name for each in tmp_path.iterdir()] == ["model.safetensors"]


def test_a_file_that_does_not_fit_is_refused_and_changes_nothing(tmp_path):
    path = save(network(), tmp_path / "model.safetensors")
    wide = nn.Sequential(nn.Linear(3, 5), nn.LayerNorm(5), nn.Linear(5, 2))
    before = wide[0].weight.clone()
    with pytest.raises(ValueError, match=r"holds '0\.weight' of shape \(4, 3\), the model has"):
        load(wide, path)
    assert torch.equal(wide[0].weight, before)
    with pytest.raises(ValueError, match="the first that only one of them has is '1"):
        load(nn.Sequential(nn.Linear(3, 4)), path)
    with pytest.raises(ValueError, match="is no file"):
        load(wide, tmp_path / "none.safetensors")
    with pytest.raises(ValueError, match="does not end in"):
        save(wide, tmp_path / "model.bin")
    with pytest.raises(ValueError, match="which is not there"):
        save(wide, tmp_path / "nowhere" / "model.safetensors")


def history():
    run = Run(Options(epochs=2, batch_size=4), "cpu", "float32", examples=8)
    run.steps += [Step(loss, 0.1, 1.0) for loss in (4.0, 2.0, 1.0, 0.0)]
    run.validations += [Validation(2, 1.0, 2.5, 0.5), Validation(4, 2.0, 3.5, None)]
    return run


def test_the_run_tells_its_story():
    run = history()
    assert run.best == run.validations[0]
    assert run.waited == 1
    text = str(run)
    assert "4 steps on cpu in float32, 8 examples, batches of 4" in text
    first, second = text.splitlines()[2:]
    assert first.split() == ["2", "1.00", "3.000", "2.500", "0.500", "best"]
    assert second.split() == ["4", "2.00", "0.500", "3.500"]
    empty = Run(Options(), "cpu", "float32", examples=1)
    assert (empty.best, empty.waited, empty.stopped_early) == (None, 0, False)


def test_the_loss_curve_draws_steps_and_validations():
    mpl.use("Agg")
    axes = history().plot()
    drawn = {line.get_label(): line.get_xydata().tolist() for line in axes.get_lines()}
    assert drawn["one batch"] == [[1, 4], [2, 2], [3, 1], [4, 0]]
    assert drawn["validation"] == [[2, 2.5], [4, 3.5]]
    assert "loss" in axes.get_ylabel()
    assert history().plot(axes) is axes

"""Two and four processes do what one does: the same losses, weights, scores and checkpoints."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from ftlib.train import Run

PROGRAM = Path(__file__).parent / "many_processes.py"
SIZES = (2, 4)


def program():
    spec = importlib.util.spec_from_file_location("many_processes", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


runs = program()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("processes")
    subprocess.run([sys.executable, PROGRAM, place], check=True, timeout=600)
    return place


@pytest.fixture(scope="module")
def many(folder):
    """What the runs of each process gave: many[size][rank]."""
    read = {}
    for size in SIZES:
        files = [folder / f"{size}.{rank}.json" for rank in range(size)]
        read[size] = [json.loads(each.read_text()) for each in files]
    return read


def assert_equal(found, one, tolerance=1e-10):
    """Losses, gradient norms, validations and parameters; all processes must have the same."""
    for each in found:
        for name in ("losses", "norms", "weights", "logits"):
            np.testing.assert_allclose(each[name], one[name], rtol=0, atol=tolerance, err_msg=name)
        assert each["seen"] == one["seen"]
        for seen, alone in zip(each["validations"], one["validations"], strict=True):
            assert seen[:2] == alone[:2]
            assert seen[2] == pytest.approx(alone[2], abs=tolerance)
            assert seen[3] == alone[3]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("strategy", ["ddp", "fsdp"])
def test_classes_are_learnt_as_in_one_process(many, size, strategy):
    one = runs.classes()
    assert len(one["losses"]) == 10
    assert_equal([each[strategy] for each in many[size]], one)
    assert_equal([each[f"{strategy} in parts"] for each in many[size]], one)
    assert [each[strategy]["processes"] for each in many[size]] == [size] * size


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("strategy", ["ddp", "fsdp"])
def test_tokens_count_over_all_processes(many, size, strategy):
    assert_equal([each[f"{strategy} tokens"] for each in many[size]], runs.tokens())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("strategy", ["ddp", "fsdp"])
def test_an_overflow_in_float16_costs_all_processes_the_same_update(many, size, strategy):
    one = runs.half()
    begun = runs.OneSided().layer.weight.detach().numpy().ravel()
    for each in [each[f"{strategy} half"] for each in many[size]]:
        made = np.isfinite(each["norms"])  # the scale came down until the gradients fitted
        np.testing.assert_array_equal(made, np.isfinite(many[size][0]["ddp half"]["norms"]))
        assert 3 < made.sum() < len(made) - 3
        assert abs(made.sum() - np.isfinite(one["norms"]).sum()) <= 1  # fewer rows, larger shares
        # Without slopes these decay only, once for each update that was made.
        decayed = begun[8:] * np.prod(1 - np.array(each["rates"])[made])
        np.testing.assert_allclose(each["weights"][8:32], decayed, rtol=1e-5)
        np.testing.assert_allclose(
            each["weights"], many[size][0]["ddp half"]["weights"], rtol=0, atol=1e-3
        )


@pytest.mark.parametrize("size", SIZES)
def test_budgets_thawing_and_recomputing_hold_over_processes(many, size):
    budget = runs.tokens(max_tokens=24, batch_size=None)
    assert_equal([each["ddp budget"] for each in many[size]], budget)
    thawing = runs.classes(freeze="head", unfreeze_every=1)
    assert_equal([each["ddp thawing"] for each in many[size]], thawing)
    assert_equal([each["ddp recomputing"] for each in many[size]], runs.classes())
    unused = runs.classes(model=runs.Unused())
    assert_equal([each["ddp unused"] for each in many[size]], unused)


@pytest.mark.parametrize("strategy", ["ddp", "fsdp"])
def test_a_checkpoint_of_two_processes_goes_on_in_one_and_in_four(folder, many, strategy, tmp_path):
    one = runs.classes()
    place = tmp_path / "run"
    shutil.copytree(folder / f"{strategy} for 1", place)
    assert len(Run.load(place).steps) == 6
    assert_equal([runs.resumed(place)], one)
    assert_equal([each[f"{strategy} resumed"] for each in many[4]], one)


def test_parts_do_not_send_their_gradients_one_by_one(many):
    sent = many[2][0]["sent"]
    assert sent["1"] > 0
    assert sent["3"] == sent["1"]


def test_dropout_goes_on_in_each_process_where_it_was(many):
    assert [each["dropout"]["same"] for each in many[2]] == [True, True]


def test_what_one_process_meets_all_hear_of(many):
    for each in many[2]:
        assert each["stopped"] == {"steps": 3, "reason": "rank 1 has seen enough"}
        for strategy in ("ddp", "fsdp"):
            assert 5 in each[f"{strategy} diverged"]["rows"]
            assert each[f"{strategy} diverged"]["as it began"]
            assert each[f"{strategy} diverged"] == many[2][0][f"{strategy} diverged"]
        assert "which holds a run" in each["refused"]["sentence"]


CONFIG = """
[model]
factory = "made_here:model"

[data]
factory = "made_here:examples"

[options]
epochs = 2
batch_size = 16
learning_rate = 0.02
precision = "float32"
device = "cpu"
strategy = "ddp"
checkpoints = "run"

[output]
model = "model.safetensors"
"""


def test_torchrun_starts_a_run_from_a_file(tmp_path):
    shutil.copy(PROGRAM, tmp_path / "made_here_runs.py")
    (tmp_path / "made_here.py").write_text(
        "from made_here_runs import clouds, network\n"
        "def model():\n    return network()\n"
        "def examples():\n    return clouds(), clouds(21, 1)\n"
    )
    (tmp_path / "config.toml").write_text(CONFIG)
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node=2"]
    command = [*torchrun, "--standalone", "-m", "ftlib.train", "config.toml"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count("10 steps on cpu in float32") == 1  # rank 0 alone prints
    assert "2 processes (ddp)" in ran.stdout
    model = runs.network(3)
    from ftlib.train import load

    load(model, tmp_path / "model.safetensors")
    weights = torch.cat([each.detach().flatten() for each in model.parameters()])
    np.testing.assert_allclose(weights, runs.classes()["weights"], rtol=0, atol=1e-10)

"""Loggers: what is written where, once for each step, also when a run is resumed."""

from __future__ import annotations

import csv
import json
import sys
import types

import numpy as np
import pytest
from torch import nn

from ftlib.data import Rows
from ftlib.train import at, fit

PLAIN = {"progress": False, "device": "cpu", "precision": "float32", "learning_rate": 0.02}


def data(n=20, seed=0):
    rng = np.random.default_rng(seed)
    return Rows(input=rng.normal(size=(n, 3)).astype(np.float32), labels=rng.integers(0, 2, n))


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


class Memory:
    """A logger of one's own."""

    def __init__(self):
        self.records, self.closed = [], 0

    def write(self, record):
        self.records.append(dict(record))

    def close(self):
        self.closed += 1


def test_json_csv_and_an_object_of_ones_own_get_the_same_numbers(tmp_path):
    own = Memory()

    @at("epoch_end")
    def note(view):
        view.log(mood="good", share=0.5)

    run = fit(nn.Linear(3, 2), data(), data(6, 1), epochs=2, batch_size=10, callbacks=note,
              log=["json", "csv", own], log_folder=tmp_path / "log", **PLAIN)  # fmt: skip
    assert [(r["kind"], r["step"]) for r in own.records] == [
        ("step", 1), ("step", 2), ("validation", 2), ("note", 2),
        ("step", 3), ("step", 4), ("validation", 4), ("note", 4),
    ]  # fmt: skip
    steps = [r for r in own.records if r["kind"] == "step"]
    assert [r["loss"] for r in steps] == run.losses.tolist()
    assert [r["epoch"] for r in steps] == [0.5, 1.0, 1.5, 2.0]
    assert [r["examples"] for r in steps] == [10, 20, 30, 40]
    assert own.records[2]["metric"] == run.validations[0].metric
    assert own.records[3] == {"kind": "note", "step": 2, "mood": "good", "share": 0.5}
    assert own.closed == 1
    assert lines(tmp_path / "log" / "log.jsonl") == own.records
    with (tmp_path / "log" / "log.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [(row["kind"], int(row["step"]), float(row["loss"])) for row in rows] == [
        (r["kind"], r["step"], r["loss"]) for r in own.records if r["kind"] != "note"
    ]


def test_the_console_prints_validations(capsys):
    fit(nn.Linear(3, 2), data(), data(6, 1), epochs=2, log="console", **PLAIN)
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 2
    assert "step      1" in printed[0]
    assert "loss 0." in printed[0]


def test_a_resumed_run_writes_each_step_once(tmp_path):
    class Killed(Exception):
        pass

    @at("after_step")
    def kill(view):
        if view.step == 7:
            raise Killed

    options = PLAIN | {"epochs": 3, "batch_size": 5, "save_every": 4, "resume": "auto"}
    options |= {"checkpoints": tmp_path / "run", "log": ("json", "csv")}
    with pytest.raises(Killed):
        fit(nn.Linear(3, 2), data(), callbacks=kill, **options)
    log = tmp_path / "run" / "log" / "log.jsonl"
    assert [each["step"] for each in lines(log)] == list(range(1, 8))
    with log.open("a") as file:
        file.write('{"kind": "st')  # half a line
    run = fit(nn.Linear(3, 2), data(), **options)
    assert [each["step"] for each in lines(log)] == list(range(1, 13))
    assert [each["loss"] for each in lines(log)] == run.losses.tolist()
    table = (tmp_path / "run" / "log" / "log.csv").read_text().splitlines()
    assert [line.split(",")[1] for line in table] == ["step", *map(str, range(1, 13))]


def test_a_new_run_sets_an_old_log_aside(tmp_path):
    options = PLAIN | {"epochs": 1, "log": "json", "log_folder": tmp_path}
    for seed in range(3):
        fit(nn.Linear(3, 2), data(), seed=seed, **options)
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "log.1.jsonl", "log.2.jsonl", "log.jsonl",
    ]  # fmt: skip


def test_tensorboard_gets_the_scalars(tmp_path, monkeypatch):
    calls = []

    class SummaryWriter:  # tensorboard is an optional package: its writer's interface, no more
        def __init__(self, folder, purge_step=None):
            calls.append((folder, purge_step))

        def add_scalar(self, name, value, step):
            calls.append((name, value, step))

        def close(self):
            calls.append("closed")

    fake = types.ModuleType("torch.utils.tensorboard")
    fake.SummaryWriter = SummaryWriter
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", fake)
    run = fit(nn.Linear(3, 2), data(), data(6, 1), epochs=2, log="tensorboard", log_folder=tmp_path,
              **PLAIN)  # fmt: skip
    assert calls[0] == (str(tmp_path / "tensorboard"), None)
    losses = [(call[2], call[1]) for call in calls if call[0] == "step/loss"]
    assert losses == list(enumerate(run.losses, start=1))
    assert ("validation/metric", run.validations[1].metric, 2) in calls
    assert calls[-1] == "closed"


def test_wandb_is_used_offline(tmp_path, monkeypatch):
    calls = []
    running = types.SimpleNamespace(
        log=lambda values, step: calls.append((step, values)), finish=lambda: calls.append("end")
    )
    fake = types.ModuleType("wandb")
    fake.init = lambda **given: calls.append(given) or running
    monkeypatch.setitem(sys.modules, "wandb", fake)
    fit(nn.Linear(3, 2), data(), epochs=1, log="wandb", log_folder=tmp_path, **PLAIN)
    assert calls[0]["mode"] == "offline"
    assert calls[0]["dir"] == str(tmp_path / "wandb")
    assert calls[0]["config"]["learning_rate"] == 0.02
    assert calls[1][0] == 1
    assert calls[1][1]["step/loss"] > 0
    assert calls[-1] == "end"


@pytest.mark.parametrize(
    ("name", "module"), [("wandb", "wandb"), ("tensorboard", "torch.utils.tensorboard")]
)
def test_a_missing_package_is_named(tmp_path, monkeypatch, name, module):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(
        ValueError, match=f"that package is not installed; run `pip install {name}`"
    ):
        fit(nn.Linear(3, 2), data(), log=name, log_folder=tmp_path, **PLAIN)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"log": "cvs"}, "log names 'cvs'; use one of console, csv, json, tensorboard, wandb"),
        ({"log": "csv"}, "log names 'csv', which needs a folder; give log_folder"),
        ({"log": 3}, r"log holds 3; give an object with write\(record\)"),
    ],
)
def test_a_log_that_cannot_be_is_refused(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        fit(nn.Linear(3, 2), data(), **PLAIN, **change)

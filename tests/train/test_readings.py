"""Losses that come late, as from an accelerator: the same history, and nothing bad is kept."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from ftlib.data import Rows
from ftlib.train import Diverged, at, fit
from ftlib.train.readings import Readings

OPTIONS = {"progress": False, "device": "cpu", "precision": "float32", "learning_rate": 0.02}
OPTIONS |= {"epochs": 2, "batch_size": 8}


def data(n=45, seed=0):
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, n)
    return Rows(input=rng.normal(size=(n, 4)).astype(np.float32), labels=labels)


def network():
    torch.manual_seed(0)
    return nn.Linear(4, 2)


@pytest.fixture
def late(monkeypatch):
    """Behave as on an accelerator: fetch every fifth update; returns the sizes of the groups."""
    groups, fetch = [], Readings.fetch

    def counted(self):
        if self._waiting:
            groups.append(len(self._waiting))
        fetch(self)

    def add(self, update, rate, loss, norm):
        self._waiting.append((update, rate, loss, norm))
        if len(self._waiting) >= 5:
            self.fetch()

    monkeypatch.setattr(Readings, "fetch", counted)
    monkeypatch.setattr(Readings, "add", add)
    return groups


def test_the_history_is_the_same_and_comes_in_groups(late, monkeypatch):
    # 6 updates an epoch; a validation, and the end, ask for what is still missing.
    run = fit(network(), data(), data(9, 1), **OPTIONS)
    assert late == [5, 1, 5, 1]
    monkeypatch.undo()
    prompt = fit(network(), data(), data(9, 1), **OPTIONS)
    assert run.steps == prompt.steps
    assert run.validations == prompt.validations


def test_asking_for_the_loss_fetches_it(late):
    seen = []

    @at("after_step")
    def look(view):
        if view.step == 3:
            seen.append(view.loss)

    run = fit(network(), data(), callbacks=look, **OPTIONS)
    assert seen == [run.losses[2]]
    assert late == [3, 5, 4]


def test_nan_is_named_though_it_comes_late_and_nothing_of_it_is_kept(late, tmp_path):
    rows = data()
    model, best, chosen = network(), [], []

    class Sour(Rows):
        asked = 0

        def batch(self, rows):
            self.asked += 1
            batch = super().batch(rows)
            if self.asked == 10:  # the first is a look at the head: update 9
                batch["input"] = batch["input"] * np.nan
            return batch

    @at("validated")
    def remember(view):
        best.append(view.model.weight.detach().clone())

    @at("before_step")
    def note(view):
        chosen.append(view.rows.tolist())

    train = Sour(input=rows._arrays["input"], labels=rows.labels)
    with pytest.raises(Diverged, match="the loss is nan at step 9 of 12") as caught:
        fit(model, train, data(9, 1), callbacks=[remember, note], checkpoints=tmp_path / "run",
            **OPTIONS)  # fmt: skip
    assert caught.value.step == 9
    assert caught.value.rows == chosen[8]
    assert [each.name for each in (tmp_path / "run").glob("step-*")] == ["step-00000006"]
    assert torch.equal(model.weight, best[0])
    assert late[-1] == 5  # updates 7 … 11


def test_an_accelerator_is_asked_every_few_updates_and_a_cpu_at_once():
    from types import SimpleNamespace

    for kind, fetched in (("cpu", 1), ("cuda", 0)):
        run = SimpleNamespace(steps=[])
        device = SimpleNamespace(type=kind)
        world = SimpleNamespace(device=device, sum=lambda tensor: tensor)
        readings = Readings(run, world, 3)
        readings.add(SimpleNamespace(step=0), 0.1, torch.tensor(2.0), torch.tensor(1.0))
        assert len(run.steps) == fetched
        readings.fetch()
        assert run.steps == [(2.0, pytest.approx(0.1), 1.0)]

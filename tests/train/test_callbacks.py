"""Your own functions: called at their moments, in order, able to look and to stop."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from ftlib.data import Rows
from ftlib.train import at, fit
from ftlib.train.callbacks import MOMENTS

PLAIN = {"progress": False, "device": "cpu", "precision": "float32", "learning_rate": 0.02}


def data(n=20, seed=0):
    rng = np.random.default_rng(seed)
    return Rows(input=rng.normal(size=(n, 3)).astype(np.float32), labels=rng.integers(0, 2, n))


def test_every_moment_comes_in_its_turn(tmp_path):
    seen = []
    calls = {m: (lambda view, m=m: seen.append((m, view.step, view.epoch))) for m in MOMENTS}
    options = {"epochs": 2, "batch_size": 10, "checkpoints": tmp_path / "run"}
    fit(nn.Linear(3, 2), data(), data(5), callbacks=calls, **options, **PLAIN)
    epoch = [
        [
            ("epoch_start", start, number),
            ("before_step", start, number),
            ("after_step", start + 1, number),
            ("before_step", start + 1, number),
            ("after_step", start + 2, number),
            ("validated", start + 2, number),
            ("epoch_end", start + 2, number),
            ("saved", start + 2, number),
        ]
        for number, start in ((1, 0), (2, 2))
    ]
    assert seen == [("start", 0, 1), *epoch[0], *epoch[1], ("end", 4, 2)]


def test_a_callback_sees_the_loss_the_rows_the_gradient_and_the_best_at_the_end():
    losses, rows, norms, ends = [], [], [], []

    @at("after_step")
    def look(view):
        losses.append(view.loss)
        rows.append(view.rows)
        squares = [each.grad.square().sum() for each in view.model.parameters()]
        norms.append(torch.stack(squares).sum().sqrt().item())

    @at("before_step", "end")
    def watch(view):
        ends.append(view.model.weight.detach().clone())

    model = nn.Linear(3, 2)
    run = fit(model, data(), epochs=1, batch_size=5, callbacks=[look, watch], clip=None, **PLAIN)
    assert losses == run.losses.tolist()
    assert sorted(np.concatenate(rows)) == list(range(20))
    assert norms == pytest.approx([step.gradient_norm for step in run.steps])
    assert len(ends) == 5
    assert torch.equal(ends[-1], model.weight)


def test_a_callback_may_stop_the_run_and_turn_the_rate():
    @at("after_step")
    def stop(view):
        view.rate_factor = 0.5
        if view.step == 3:
            view.stop("three are enough")

    run = fit(
        nn.Linear(3, 2),
        data(),
        batch_size=5,
        schedule="constant",
        warmup=0.0,
        callbacks=stop,
        **PLAIN,
    )
    assert [step.learning_rate for step in run.steps] == pytest.approx([0.02, 0.01, 0.01])
    assert run.stopped == "three are enough"
    assert not run.stopped_early
    assert "stopped by a callback: three are enough" in str(run)


def test_several_functions_at_one_moment_are_called_in_their_order():
    seen = []
    calls = {"start": [lambda view: seen.append(1), lambda view: seen.append(2)]}
    fit(nn.Linear(3, 2), data(), epochs=1, callbacks=calls, **PLAIN)
    assert seen == [1, 2]


@pytest.mark.parametrize(
    ("callbacks", "sentence"),
    [
        ({"somtimes": print}, "names the moment 'somtimes'; use one of start, epoch_start"),
        (print, r"holds <built-in function print>, which names no moment; write @at"),
        ([3], "holds 3, which is no function"),
        ({"start": [None]}, "holds None, which is no function"),
    ],
)
def test_what_cannot_be_called_is_refused(callbacks, sentence):
    with pytest.raises(ValueError, match=sentence):
        fit(nn.Linear(3, 2), data(), callbacks=callbacks, **PLAIN)
    with pytest.raises(ValueError, match="moment 'never'"):
        at("never")


def test_asking_for_a_loss_before_there_is_one_is_refused():
    with pytest.raises(ValueError, match="loss is asked for before the first update"):
        fit(nn.Linear(3, 2), data(), callbacks={"start": lambda view: view.loss}, **PLAIN)

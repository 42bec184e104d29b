"""The loop: it learns, repeats itself by seed, stops in time, keeps the best, refuses nonsense."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
import torch
from torch import nn

from ftlib.data import Encoded, Rows
from ftlib.train import Diverged, fit, freeze, predict


def clouds(n=240, seed=0):
    """Two clouds of points that a line separates almost everywhere."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, n)
    points = rng.normal(size=(n, 4)) + 3.0 * labels[:, None]
    return Rows(input=points.astype(np.float32), labels=labels)


def network(seed=0, outputs=2):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Dropout(0.1), nn.Linear(8, outputs))


FAST = {"learning_rate": 0.02, "batch_size": 16, "progress": False, "device": "cpu"}


def numbers(model):
    return torch.cat([each.detach().flatten() for each in model.parameters()])


def test_it_learns_and_predicts_in_the_order_of_the_data():
    model = network()
    train, test = clouds(), clouds(seed=1)
    run = fit(model, train, clouds(60, seed=2), epochs=4, **FAST)
    assert run.losses[:3].mean() > 0.4
    assert run.best.loss < 0.1
    assert run.best.metric > 0.95
    logits = predict(model, test, batch_size=7, device="cpu")
    assert logits.shape == (240, 2)
    assert logits.dtype == np.float32
    assert (logits.argmax(axis=1) == test.labels).mean() > 0.95


def test_one_seed_gives_one_model_and_another_seed_another():
    models = [network() for _ in range(3)]
    for model, seed in zip(models, [4, 4, 5], strict=True):
        fit(model, clouds(), epochs=1, seed=seed, **FAST)
    assert torch.equal(numbers(models[0]), numbers(models[1]))
    assert not torch.equal(numbers(models[0]), numbers(models[2]))


def test_validation_does_not_change_what_is_learnt():
    # Dropout's random numbers must not be drawn by, and batches not shifted by, the validation.
    alone = fit(network(), clouds(), epochs=1, precision="float32", **FAST)
    watched = fit(
        network(), clouds(), clouds(40), epochs=1, validate_every=4, precision="float32", **FAST
    )
    assert len(watched.validations) == 4
    assert alone.losses.tolist() == watched.losses.tolist()


class Mean(nn.Module):
    """The mean of the token numbers: it shows which text a logit belongs to."""

    def forward(self, input_ids, attention_mask):
        return ((input_ids * attention_mask).sum(1) / attention_mask.sum(1)).unsqueeze(1)


def test_predictions_come_in_the_order_of_the_data_not_of_the_batches():
    rng = np.random.default_rng(0)
    texts = tuple(np.full(rng.integers(1, 9), number) for number in range(50))
    data = Encoded(texts, None, pad_id=77)
    assert predict(Mean(), data, batch_size=8, device="cpu")[:, 0].tolist() == list(range(50))


def test_the_updates_are_those_of_a_loop_written_out():
    # Independent of fit: one full batch, so that the order does not matter; plain PyTorch.
    train, epochs, rate = clouds(32), 5, 0.03
    ours, theirs = nn.Linear(4, 2), nn.Linear(4, 2)
    theirs.load_state_dict(ours.state_dict())
    run = fit(
        ours,
        train,
        epochs=epochs,
        batch_size=32,
        learning_rate=rate,
        weight_decay=0.1,
        warmup=0.4,  # two of five updates
        clip=0.5,
        precision="float32",
        device="cpu",
        progress=False,
    )
    x, y = torch.from_numpy(train.batch(np.arange(32))["input"].numpy()), torch.tensor(train.labels)
    groups = [
        {"params": [theirs.weight], "weight_decay": 0.1},
        {"params": [theirs.bias], "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, lr=rate)
    for step, factor in enumerate([1 / 3, 2 / 3, 1, 2 / 3, 1 / 3]):
        for group in optimiser.param_groups:
            group["lr"] = rate * factor
        logits = x @ theirs.weight.T + theirs.bias
        loss = (logits.logsumexp(dim=1) - logits[torch.arange(32), y]).mean()
        optimiser.zero_grad()
        loss.backward()
        norm = torch.sqrt(theirs.weight.grad.square().sum() + theirs.bias.grad.square().sum())
        shrink = min(1.0, 0.5 / (norm.item() + 1e-6))
        for parameter in theirs.parameters():
            parameter.grad *= shrink
        optimiser.step()
        assert run.steps[step].loss == pytest.approx(loss.item(), rel=1e-5)
        assert run.steps[step].gradient_norm == pytest.approx(norm.item(), rel=1e-4)
        assert run.steps[step].learning_rate == pytest.approx(rate * factor)
    torch.testing.assert_close(ours.weight, theirs.weight, rtol=1e-4, atol=1e-6)
    torch.testing.assert_close(ours.bias, theirs.bias, rtol=1e-4, atol=1e-6)


def test_the_validation_loss_is_the_mean_over_examples_by_hand():
    model = nn.Linear(4, 2)
    validation = clouds(37, seed=3)  # batches of 32 and 5: a mean of batch means would differ
    run = fit(model, clouds(32), validation, epochs=1, precision="float32", **FAST)
    x = validation.batch(np.arange(37))["input"].double()
    logits = (x @ model.weight.T.double() + model.bias.double()).detach().numpy()
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    assert run.best.loss == pytest.approx(-log_p[np.arange(37), validation.labels].mean(), rel=1e-5)
    assert run.best.metric == np.mean(logits.argmax(axis=1) == validation.labels)


class Script(nn.Module):
    """A model whose validation losses are written down: validation i sees losses[i]."""

    def __init__(self, losses):
        super().__init__()
        self.updates = nn.Parameter(torch.zeros(1))
        self.losses, self.looks = losses, 0

    def forward(self, x):
        if self.training:
            return self.updates * x
        self.looks += 1
        return x * self.losses[self.looks - 1]


def scripted(losses, **options):
    data = Rows(x=np.ones((8, 1), np.float32), labels=np.ones((8, 1), np.float32))
    model = Script(losses)
    run = fit(
        model,
        data,
        data,
        loss=lambda logits, labels: (logits if not model.training else -logits).mean(),
        epochs=len(losses),
        batch_size=8,
        learning_rate=0.1,
        warmup=0.0,
        weight_decay=0.0,
        device="cpu",
        precision="float32",
        progress=False,
        **options,
    )
    return model, run


def test_patience_stops_after_so_many_looks_without_a_lower_loss():
    losses = [5.0, 3.0, 4.0, 3.0, 2.0, 1.0]  # a tie is not lower
    _, run = scripted(losses, patience=2)
    assert [each.loss for each in run.validations] == [5, 3, 4, 3]
    assert run.stopped_early
    assert (run.best.step, run.waited) == (2, 2)
    assert "stopped early" in str(run)
    _, patient = scripted(losses, patience=3)
    assert len(patient.validations) == 6
    assert not patient.stopped_early


def test_the_best_parameters_are_restored():
    # Every update raises `updates`, so its value tells after which update it was kept.
    model, run = scripted([5.0, 3.0, 4.0, 6.0])
    after_two, _ = scripted([5.0, 3.0])
    best_at_last, _ = scripted([5.0, 4.0, 3.0, 2.0])
    assert run.best.step == 2
    rates = [step.learning_rate for step in run.steps]
    assert model.updates.item() == pytest.approx(sum(rates[:2]), rel=1e-3)
    assert best_at_last.updates.item() == pytest.approx(sum(rates), rel=1e-3)
    assert after_two.training


def test_validate_every_sets_the_looks():
    run = fit(network(), clouds(160), clouds(20), epochs=2, validate_every=4, **FAST)
    assert [each.step for each in run.validations] == [4, 8, 12, 16, 20]
    assert [each.epoch for each in run.validations] == pytest.approx([0.4, 0.8, 1.2, 1.6, 2.0])


def test_a_loss_of_nan_stops_and_names_the_step():
    data = clouds(64)
    data._arrays["input"][:] = np.inf
    model = network()
    before = numbers(model)
    with pytest.raises(Diverged, match="the loss is nan at step 1 of 4; lower learning_rate"):
        fit(model, data, epochs=1, **FAST)
    assert torch.equal(numbers(model), before)


def test_a_validation_loss_of_nan_stops_and_the_model_stays_as_it_began():
    bad = clouds(20)
    bad._arrays["input"][3] = np.nan
    model = network()
    before = numbers(model)
    with pytest.raises(Diverged, match="the validation loss is nan after step 10"):
        fit(model, clouds(160), bad, epochs=1, **FAST)
    assert torch.equal(numbers(model), before)


def test_frozen_parameters_and_their_kin_do_not_move():
    model = network()
    freeze(model, "0")
    before = model[0].weight.clone()
    fit(model, clouds(), epochs=1, **FAST)
    assert torch.equal(model[0].weight, before)
    assert model[0].weight.grad is None


def test_any_loss_and_metric_will_do():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 3)).astype(np.float32)
    data = Rows(input=x, labels=(x @ np.array([[1.0], [2.0], [-1.0]], np.float32)))
    model = nn.Linear(3, 1)
    run = fit(
        model,
        data,
        data,
        loss=nn.functional.mse_loss,
        metric=lambda y, z: float(np.abs(y - z).max()),
        epochs=30,
        **FAST,
    )
    assert run.best.loss < 0.01
    assert run.best.metric < 0.5
    assert fit(nn.Linear(3, 1), data, data, loss=nn.functional.mse_loss, **FAST).best.metric is None


def test_a_transformers_model_trains_as_it_is():
    from transformers import BertConfig, BertForSequenceClassification

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=20,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=3,
        initializer_range=0.3,  # with the usual 0.02 so small a model learns only by luck
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 90)
    texts = tuple(np.r_[1, np.full(rng.integers(1, 6), 5 + label), 2] for label in labels)
    data = Encoded(texts, labels, pad_id=0)
    model = BertForSequenceClassification(config)
    run = fit(model, data, data, epochs=5, **FAST)
    assert run.best.metric > 0.9


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"lerning_rate": 1.0}, "'lerning_rate' is no option of fit; did you mean 'learning_rate'"),
        ({"epochs": 0}, "epochs is 0; give a whole number"),
        ({"batch_size": 2.5}, "batch_size is 2.5"),
        ({"learning_rate": -1.0}, "learning_rate is -1.0; give rates above 0"),
        ({"learning_rate": float("nan")}, "learning_rate is nan"),
        ({"learning_rate": {"head": 0.1}}, "learning_rate names 'head', under which nothing"),
        ({"learning_rate": {"0": 0.1}}, "no entry for '3.weight'; add one for ''"),
        ({"weight_decay": -0.1}, "weight_decay is -0.1"),
        ({"warmup": 1.0}, "warmup is 1.0"),
        ({"clip": 0.0}, "clip is 0.0"),
        ({"patience": 2}, "patience is 2 but validation is None"),
        ({"validate_every": 2}, "validate_every is 2 but validation is None"),
        ({"device": "quantum"}, "device is 'quantum', which cannot be used here"),
        ({"precision": "float8"}, "precision is 'float8'; use one of auto, float32, bfloat16"),
        ({"seed": -1}, "seed is -1"),
    ],
)
def test_bad_options_are_refused_before_anything_is_computed(change, sentence):
    model = network()
    before = numbers(model)
    with pytest.raises(ValueError, match=sentence):
        fit(model, clouds(), progress=False, **change)
    assert torch.equal(numbers(model), before)


EMPTY = Rows(input=np.zeros((0, 4), np.float32), labels=np.zeros(0, np.int64))


@pytest.mark.parametrize(
    ("train", "sentence"),
    [
        (EMPTY, "train is empty"),
        (Rows(input=np.zeros((3, 4), np.float32)), "train has no labels"),
        (
            Rows(input=np.zeros((3, 4), np.float32), labels=[0, 1, 2]),
            r"train has the label 2, but the model's head has 2 outputs \(0 … 1\)",
        ),
        (Rows(input=np.zeros((2, 4), np.float32), labels=[0, -1]), "train has the label -1"),
        (Rows(input=np.zeros((2, 4), np.float32), labels=[0.0, 1.0]), "labels of dtype float64"),
    ],
)
def test_bad_data_is_refused(train, sentence):
    with pytest.raises(ValueError, match=sentence):
        fit(network(), train, **FAST)
    with pytest.raises(ValueError, match=sentence.replace("train", "validation", 1)):
        fit(network(), clouds(), train, **FAST)


def test_a_model_without_anything_to_train_is_refused():
    model = network().requires_grad_(False)
    with pytest.raises(ValueError, match="model has no parameter to train"):
        fit(model, clouds(), **FAST)
    with pytest.raises(ValueError, match=r"logits of shape \(1,\)"):
        fit(nn.Sequential(nn.Linear(4, 1), nn.Flatten(0)), clouds(), **FAST)
    with pytest.raises(ValueError, match="data is empty"):
        predict(network(), EMPTY)


def test_interrupting_keeps_the_best_so_far():
    class Impatient(Rows):
        asked = 0

        def batch(self, rows):
            self.asked += 1
            if self.asked == 24:  # the first is a look at the head; 22 updates, 15 an epoch
                raise KeyboardInterrupt
            return super().batch(rows)

    model, seen = network(), []

    def remember(labels, logits):
        seen.append(numbers(model))
        return 0.0

    train = Impatient(input=clouds()._arrays["input"], labels=clouds().labels)
    with pytest.raises(KeyboardInterrupt):
        fit(model, train, clouds(30), epochs=2, metric=remember, **FAST)
    assert model.training
    assert len(seen) == 1
    assert torch.equal(numbers(model), seen[0])


SCRIPT = """
import numpy as np, torch
from torch import nn
from ftlib.data import Rows
from ftlib.train import fit
fit(nn.Linear(2, 2), Rows(input=np.zeros((8, 2), np.float32), labels=np.zeros(8, int)), epochs=1)
"""


@pytest.mark.parametrize(("disabled", "silent"), [("1", True), ("", False)])
def test_the_bar_goes_to_stderr_and_honours_tqdm_disable(disabled, silent):
    environment = {k: v for k, v in os.environ.items() if k != "TQDM_DISABLE"}
    if disabled:
        environment["TQDM_DISABLE"] = disabled
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, env=environment, check=True
    )
    assert ran.stdout == ""
    assert (ran.stderr == "") is silent
    if not silent:
        assert "1/1" in ran.stderr
        assert "loss" in ran.stderr


@pytest.mark.gpu
def test_an_accelerator_learns_the_same_task(accelerator):
    model = network()
    run = fit(model, clouds(), clouds(60, seed=2), epochs=4, batch_size=16, learning_rate=0.02)
    assert run.device == accelerator.type
    assert run.best.metric > 0.95
    assert predict(model, clouds(10)).shape == (10, 2)

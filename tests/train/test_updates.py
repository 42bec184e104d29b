"""An update is the gradient of one mean, however it is cut; schedules, precision, the rest."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from ftlib.data import Encoded, Rows
from ftlib.train import at, fit

PLAIN = {"progress": False, "device": "cpu", "precision": "float32", "learning_rate": 0.02}


def clouds(n=70, seed=0):
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, n)
    points = rng.normal(size=(n, 4)) + 2.0 * labels[:, None]
    return Rows(input=points, labels=labels)


def network(seed=0):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 2)).double()


def numbers(model):
    return torch.cat([each.detach().flatten() for each in model.parameters()])


class Tagger(nn.Module):
    """A class for each token."""

    def __init__(self, words=11, classes=3):
        super().__init__()
        torch.manual_seed(0)
        self.inner = nn.Embedding(words, 5).double()
        self.head = nn.Linear(5, classes).double()

    def forward(self, input_ids, attention_mask):
        return self.head(torch.tanh(self.inner(input_ids)))


class Tagged:
    """Texts with one label a token; −100 where the batch is padded."""

    def __init__(self, n=40, seed=0, classes=3):
        rng = np.random.default_rng(seed)
        ids = tuple(rng.integers(1, 11, rng.integers(1, 9)) for _ in range(n))
        self.texts = Encoded(ids, None, pad_id=0)
        self.tags = [each % classes for each in ids]
        self.labels = np.zeros(n, dtype=np.int64)

    def __len__(self):
        return len(self.texts)

    @property
    def lengths(self):
        return self.texts.lengths

    def batch(self, rows):
        batch = self.texts.batch(rows)
        tags = torch.full_like(batch["input_ids"], -100)
        for place, row in enumerate(rows):
            tags[place, : len(self.tags[row])] = torch.from_numpy(self.tags[row])
        return batch | {"labels": tags}


def token_loss(logits, labels):
    return cross_entropy(logits.flatten(0, 1), labels.flatten())


@pytest.mark.parametrize("parts", [2, 3, 5, 64])
def test_in_parts_the_update_is_the_same(parts):
    # 70 examples in batches of 16: the last has 6, and 16 does not divide by 3 or 5.
    whole, cut = network(), network()
    one = fit(whole, clouds(), clouds(20, 1), epochs=2, batch_size=16, **PLAIN)
    many = fit(cut, clouds(), clouds(20, 1), epochs=2, batch_size=16, accumulate=parts, **PLAIN)
    np.testing.assert_allclose(many.losses, one.losses, rtol=0, atol=1e-12)
    torch.testing.assert_close(numbers(cut), numbers(whole), rtol=0, atol=1e-10)
    assert many.best.loss == pytest.approx(one.best.loss, abs=1e-12)
    assert f"in {parts} parts" in str(many)


def test_where_tokens_are_classified_they_count_and_not_the_texts():
    models = [Tagger() for _ in range(3)]
    runs = [
        fit(
            model, Tagged(), Tagged(20, 1), loss=token_loss, epochs=2, batch_size=8, **each, **PLAIN
        )
        for model, each in zip(
            models, [{}, {"accumulate": 3}, {"accumulate": 3, "count": len}], strict=True
        )
    ]
    np.testing.assert_allclose(runs[1].losses, runs[0].losses, rtol=0, atol=1e-12)
    torch.testing.assert_close(numbers(models[1]), numbers(models[0]), rtol=0, atol=1e-10)
    # The widespread mean of means, counting texts, is another number.
    assert np.abs(runs[2].losses - runs[0].losses).max() > 1e-3


def test_the_validation_loss_of_tokens_is_the_mean_over_tokens_by_hand():
    model, data = Tagger(), Tagged(23, 1)
    seen = []

    def remember(labels, logits):
        seen.append((labels, logits))
        return float((logits.argmax(1) == labels).mean())

    run = fit(model, Tagged(8), data, loss=token_loss, metric=remember, epochs=1, **PLAIN)
    flat = torch.from_numpy(np.concatenate(data.texts.input_ids))
    with torch.no_grad():
        logits = model.head(torch.tanh(model.inner(flat)))
    log_p = logits.log_softmax(dim=1)[
        torch.arange(len(flat)), torch.from_numpy(np.concatenate(data.tags))
    ]
    assert run.best.loss == pytest.approx(-log_p.mean().item(), abs=1e-12)
    assert seen[0][0].tolist() == np.concatenate(data.tags).tolist()  # in the order of the data
    np.testing.assert_allclose(seen[0][1], logits.numpy(), atol=1e-12)


def test_a_part_without_any_counted_token_does_no_harm():
    class Half(Tagged):
        def batch(self, rows):
            batch = super().batch(rows)
            batch["labels"][rows % 2 == 0] = -100
            return batch

    run = fit(Tagger(), Half(), Half(), loss=token_loss, batch_size=4, accumulate=4, **PLAIN)
    assert np.isfinite(run.losses).all()
    assert math.isfinite(run.best.loss)


def test_a_token_budget_bounds_every_batch_and_uses_every_row():
    data, seen = Tagged(60), []

    @at("before_step")
    def look(view):
        seen.append(view.rows.copy())

    run = fit(Tagger(), data, loss=token_loss, epochs=2, max_tokens=24, callbacks=look, **PLAIN)
    for rows in seen:
        assert len(rows) * data.lengths[rows].max() <= 24
    half = len(np.concatenate(seen)) // 2
    assert sorted(np.concatenate(seen)[:half]) == list(range(60))
    assert len(run.steps) == len(seen)
    assert run.tokens == 2 * data.lengths.sum()
    assert run.seen == 120
    assert "batches of at most 24 tokens" in str(run)


@pytest.mark.parametrize(
    ("schedule", "factors"),
    [
        ("linear", [1 / 3, 2 / 3, 1, 2 / 3, 1 / 3]),
        ("cosine", [1 / 3, 2 / 3, 1, 0.75, 0.25]),
        ("constant", [1 / 3, 2 / 3, 1, 1, 1]),
        ("inverse_sqrt", [1 / 3, 2 / 3, 1, math.sqrt(3 / 4), math.sqrt(3 / 5)]),
    ],
)
def test_each_schedule_by_hand(schedule, factors):
    options = PLAIN | {"learning_rate": 0.5, "warmup": 0.4, "batch_size": 14}
    run = fit(network(), clouds(), epochs=1, schedule=schedule, **options)
    assert [step.learning_rate / 0.5 for step in run.steps] == pytest.approx(factors)


def test_float16_scales_the_loss_and_leaves_out_an_update_that_overflows():
    class Loud(nn.Module):
        """Its gradient is 10⁻⁶, which float16 loses without scaling, times what it is given."""

        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.zeros(2, 1))

        def forward(self, x):
            return torch.nn.functional.linear(x, self.weight) * 1e-6

    x = np.full((8, 1), 1e-2, np.float32)
    labels = np.tile([0, 1], 4) * 0
    options = {"progress": False, "device": "cpu", "learning_rate": 0.1, "clip": None}
    model = Loud()
    run = fit(
        model, Rows(x=x, labels=labels), epochs=3, batch_size=8, precision="float16", **options
    )
    assert run.precision == "float16"
    assert (
        model.weight[0].item() > 0.05
    )  # Adam divides by the gradient's size: only its sign counts
    # dloss/dw = ±0.5 · 10⁻⁶ · 10⁻² : below float16's smallest number, 6·10⁻⁸.
    assert run.steps[0].gradient_norm == pytest.approx(0.5e-8 * math.sqrt(2), rel=0.05)


def test_recomputing_changes_memory_and_nothing_else():
    def deep():
        torch.manual_seed(0)
        inner = [nn.Sequential(nn.Linear(4, 4), nn.Tanh(), nn.Dropout(0.3)) for _ in range(4)]
        return nn.Sequential(*inner, nn.Linear(4, 2)).double()

    saved = {}
    models = {}
    for wanted in (False, True):
        models[wanted] = deep()
        kept = []

        def note(tensor, kept=kept):
            kept.append(tensor.numel())
            return tensor

        with torch.autograd.graph.saved_tensors_hooks(note, lambda tensor: tensor):
            fit(models[wanted], clouds(), epochs=1, checkpoint_activations=wanted, **PLAIN)
        saved[wanted] = sum(kept)
    assert saved[True] < 0.5 * saved[False]
    assert torch.equal(numbers(models[False]), numbers(models[True]))
    assert all("forward" not in vars(each) for each in models[True].modules())
    with pytest.raises(ValueError, match="checkpoint_activations is True, but the model has no"):
        fit(nn.Linear(4, 2).double(), clouds(), checkpoint_activations=True, **PLAIN)


def test_compiling_keeps_the_result_and_the_names():
    whole, compiled = network(), network()
    one = fit(whole, clouds(), epochs=2, **PLAIN)
    two = fit(compiled, clouds(), epochs=2, compile="aot_eager", **PLAIN)
    np.testing.assert_allclose(one.losses, two.losses, rtol=0, atol=1e-12)
    assert list(compiled.state_dict()) == list(whole.state_dict())


def test_pictures_may_be_stored_channels_last():
    rng = np.random.default_rng(0)
    data = Rows(input=rng.normal(size=(20, 3, 6, 6)), labels=rng.integers(0, 2, 20))
    formats = []

    class Watch(nn.Module):
        def forward(self, x):
            formats.append(x.is_contiguous(memory_format=torch.channels_last))
            return x

    def convolutions():
        torch.manual_seed(0)
        layers = [Watch(), nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(64, 2)]
        return nn.Sequential(*layers).double()

    plain, last = convolutions(), convolutions()
    one = fit(plain, data, epochs=2, **PLAIN)
    formats.clear()
    two = fit(last, data, epochs=2, channels_last=True, **PLAIN)
    np.testing.assert_allclose(one.losses, two.losses, rtol=0, atol=1e-12)
    assert all(formats[1:])  # the first is the look at the head
    assert last[1].weight.is_contiguous(memory_format=torch.channels_last)


def test_batches_made_ahead_are_the_same_batches():
    now, ahead = network(), network()
    fit(now, clouds(), epochs=2, accumulate=2, **PLAIN)
    fit(ahead, clouds(), epochs=2, accumulate=2, prefetch=3, **PLAIN)
    assert torch.equal(numbers(now), numbers(ahead))


def test_freezing_by_name_and_thawing_layer_by_layer():
    frozen = network()
    before = frozen[0].weight.clone()
    fit(frozen, clouds(), epochs=1, freeze="head", **PLAIN)
    assert torch.equal(frozen[0].weight, before)
    moved = []
    model = network()

    @at("epoch_end")
    def look(view):
        moved.append(not torch.equal(view.model[0].weight, before))

    fit(model, clouds(), epochs=3, freeze="head", unfreeze_every=2, callbacks=look, **PLAIN)
    assert moved == [False, False, True]


def test_the_best_of_a_thawing_model_is_the_whole_of_it():
    # The lowest loss is at epoch 1, before the lower layer moves: it must go back as well.
    losses = iter([1.0, 2.0, 3.0])
    before, model = network()[0].weight.clone(), network()
    options = PLAIN | {"freeze": "head", "unfreeze_every": 1}

    def scripted(logits, labels):
        if model.training:
            return cross_entropy(logits, labels)
        return logits.new_tensor(next(losses))

    run = fit(model, clouds(), clouds(10, 1), loss=scripted, epochs=3, **options)
    assert run.best.step == len(run.steps) // 3
    assert torch.equal(model[0].weight, before)


def test_layers_learn_more_slowly_towards_the_input():
    model = network()
    rates = {}

    @at("after_step")
    def look(view):
        names = {id(each): name for name, each in view.model.named_parameters()}
        for group in view.optimiser.param_groups:
            rates.update({names[id(each)]: group["lr"] for each in group["params"]})

    fit(model, clouds(), epochs=1, batch_size=70, layer_decay=0.5, callbacks=look, **PLAIN)
    assert rates["0.weight"] == pytest.approx(0.5 * rates["2.weight"])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"accumulate": 0}, "accumulate is 0; give a whole number"),
        ({"max_tokens": 0}, "max_tokens is 0"),
        ({"schedule": "triangle"}, "schedule is 'triangle'; use one of linear, cosine"),
        ({"strategy": "magic"}, "strategy is 'magic'; use one of None, ddp, fsdp"),
        ({"strategy": "ddp"}, "strategy is 'ddp', but this process was not started with others"),
        ({"resume": "maybe"}, "resume is 'maybe'"),
        ({"resume": True}, "resume is True but checkpoints is None"),
        ({"save_every": 3}, "save_every is 3 but checkpoints is None"),
        ({"unfreeze_every": 1}, "unfreeze_every is 1 but freeze is None"),
        ({"layer_decay": 1.5}, "layer_decay is 1.5"),
        ({"freeze": "tail"}, "'tail'; give 'head'"),
        ({"prefetch": -1}, "prefetch is -1"),
        ({"cache_trunk": "perhaps"}, "cache_trunk is 'perhaps'"),
    ],
)
def test_bad_options_are_refused(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        fit(network(), clouds(), **(PLAIN | change))


def test_an_empty_text_is_refused_and_named():
    texts = (np.array([1, 2]), np.array([], dtype=np.int64), np.array([3]))
    data = Encoded(texts, np.array([0, 1, 0]), pad_id=0)
    with pytest.raises(ValueError, match="train has an example of length 0, row 1; drop it"):
        fit(nn.Linear(1, 2), data, **PLAIN)


def test_a_loss_of_nan_names_the_rows():
    from ftlib.train import Diverged

    data = clouds(64)
    data._arrays["input"][17] = np.nan
    model = network()
    start = numbers(model)
    with pytest.raises(Diverged, match=r"of epoch 1 holds the rows .* \(16 in all\)") as caught:
        fit(model, data, epochs=1, batch_size=16, **PLAIN)
    assert 17 in caught.value.rows
    assert len(caught.value.rows) == 16
    assert caught.value.epoch == 1
    assert torch.equal(numbers(model), start)


def test_a_gradient_of_nan_stops_where_the_loss_is_finite():
    class Root(nn.Module):
        """√w at 0: the loss is finite, the gradient is not."""

        def __init__(self):
            super().__init__()
            self.w = nn.Parameter(torch.zeros(2))

        def forward(self, x):
            return x[:, :2] * self.w.abs().sqrt()

    from ftlib.train import Diverged

    with pytest.raises(Diverged, match=r"the gradient's norm is (nan|inf) at step 1"):
        fit(Root(), Rows(x=np.ones((4, 3), np.float32), labels=[0, 1, 0, 1]), **PLAIN)


def test_a_report_may_name_the_classes():
    options = PLAIN | {"epochs": 1}
    run = fit(network(), clouds(), clouds(20, 1), report=("cat", "dog"), **options)
    (step, text), *_ = run.reports.items()
    assert step == run.best.step
    assert [line.split()[0] for line in text.splitlines()[1:3]] == ["cat", "dog"]
    assert text in str(run)
    plain = fit(network(), clouds(), clouds(20, 1), report=True, **options)
    assert plain.reports[step].splitlines()[1].split()[1:] == text.splitlines()[1].split()[1:]
    with pytest.raises(ValueError, match="report names 3 classes, but the model's head has 2"):
        fit(network(), clouds(), report=("a", "b", "c"), **options)
    with pytest.raises(ValueError, match="report is 'yes'; give True, or the names"):
        fit(network(), clouds(), report="yes", **options)


def test_a_frozen_trunk_is_computed_once_and_gives_the_same():
    calls = []

    class Lower(nn.Linear):
        def forward(self, x):
            calls.append(self.training)
            return super().forward(x)

    def stacked(dropout=0.0):
        torch.manual_seed(0)
        lower = nn.Sequential(Lower(4, 4), nn.Tanh(), nn.Dropout(dropout))
        return nn.Sequential(lower, nn.Sequential(nn.Linear(4, 4), nn.Tanh()), nn.Linear(4, 2))

    options = PLAIN | {"freeze": 1, "epochs": 6}
    data = [
        Rows(input=each.batch(np.arange(len(each)))["input"].float().numpy(), labels=each.labels)
        for each in (clouds(), clouds(20, 1))
    ]
    whole, cached = stacked(), stacked()
    one = fit(whole, *data, **options)
    every = len(calls)
    calls.clear()
    two = fit(cached, *data, cache_trunk="auto", **options)
    assert len(calls) < every / 2
    np.testing.assert_allclose(two.losses, one.losses, rtol=0, atol=1e-5)
    torch.testing.assert_close(numbers(cached), numbers(whole), rtol=0, atol=1e-5)
    assert two.best.loss == pytest.approx(one.best.loss, abs=1e-5)
    assert "trunk cache: 1 frozen layers" in str(two)
    with_dropout = fit(stacked(0.3), *data, cache_trunk="auto", **options)
    assert "drops values at random" in with_dropout.notes[0]

"""The frozen-trunk cache: when it is used, that it changes nothing, and why it is refused."""

from __future__ import annotations

import copy
import gc
import re

import numpy as np
import pytest
import torch
from torch import nn
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    GPT2Config,
    GPT2ForSequenceClassification,
    LlamaConfig,
    LlamaForSequenceClassification,
)

from ftlib.data import Encoded, Rows
from ftlib.train.policy import train_only
from ftlib.train.trunk import Prepared, StateStore, prepare, split_trunk

HERE = {"device": torch.device("cpu"), "dtype": torch.float32}


def bert(dropout=0.0, seed=0):
    torch.manual_seed(seed)
    return BertForSequenceClassification(
        BertConfig(
            hidden_size=16,
            intermediate_size=32,
            num_hidden_layers=3,
            num_attention_heads=2,
            vocab_size=50,
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=dropout,
        )
    )


def texts(count=12, seed=0):
    rng = np.random.default_rng(seed)
    ids = tuple(rng.integers(1, 50, size=rng.integers(2, 9)) for _ in range(count))
    return Encoded(ids, rng.integers(0, 2, size=count), 0)


class Net(nn.Module):
    """A convolutional network with, on demand, what spoils a cache."""

    def __init__(self, between):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 3)
        self.between = between
        self.conv2 = nn.Conv2d(4, 4, 3)
        self.fc = nn.Linear(4, 2)

    def forward(self, pictures):
        x = torch.relu(self.between(self.conv1(pictures)))
        return self.fc(torch.relu(self.conv2(x)).mean(dim=(2, 3)))


def pictures(count=10):
    rng = np.random.default_rng(3)
    return Rows(
        pictures=rng.normal(size=(count, 1, 7, 7)).astype(np.float32),
        labels=rng.integers(0, 2, size=count),
    )


def train_by_hand(model, of_model, examples, steps=6):
    """A plain loop: one batch of all examples, SGD; the trained parameters afterwards."""
    optimiser = torch.optim.SGD([e for e in model.parameters() if e.requires_grad], lr=0.1)
    of_model.train()
    rows = np.arange(len(examples))
    for _ in range(steps):
        batch = examples.batch(rows)
        labels = batch.pop("labels")
        optimiser.zero_grad()
        output = of_model(**batch)
        nn.functional.cross_entropy(getattr(output, "logits", output), labels).backward()
        optimiser.step()
    return {name: each.detach().clone() for name, each in model.named_parameters()}


@pytest.mark.parametrize("policy", ["head", 1, 2])
def test_training_with_and_without_the_cache_gives_the_same_parameters(policy):
    plain, cached = bert(), bert()
    train_only(plain, policy)
    train_only(cached, policy)
    prepared = prepare(cached, texts(), **HERE)
    assert isinstance(prepared, Prepared)
    assert len(prepared.trunk.layers) == 3 - (0 if policy == "head" else policy)
    want = train_by_hand(plain, plain, texts())
    got = train_by_hand(cached, prepared.model, prepared.train)
    moved = [name for name, each in bert().named_parameters() if not torch.equal(each, want[name])]
    assert len(moved) > 2
    for name, value in want.items():
        assert torch.allclose(got[name], value, rtol=0, atol=1e-6), name


def test_with_the_same_batches_every_bit_is_the_same():
    plain, cached = bert(), bert()
    train_only(plain, 1)
    train_only(cached, 1)
    same_length = Rows(
        input_ids=np.arange(24).reshape(6, 4) + 1, labels=np.array([0, 1, 0, 1, 1, 0])
    )
    prepared = prepare(cached, same_length, **HERE, batch_size=6)
    want = train_by_hand(plain, plain, same_length)
    got = train_by_hand(cached, prepared.model, prepared.train)
    assert all(torch.equal(got[name], value) for name, value in want.items())


def test_dropout_above_the_cut_draws_the_same_numbers():
    plain, cached = bert(0.5), bert(0.5)
    for model in (plain, cached):
        train_only(model, 1)
    prepared = prepare(cached, texts(), **HERE, mode=True)
    below = [plain.bert.embeddings, plain.bert.encoder.layer[0], plain.bert.encoder.layer[1]]

    class FrozenInEvaluation(nn.Module):
        def forward(self, **batch):
            for part in below:
                part.eval()
            return plain(**batch)

    torch.manual_seed(7)
    plain.train()
    want = train_by_hand(plain, FrozenInEvaluation(), texts())
    torch.manual_seed(7)
    got = train_by_hand(cached, prepared.model, prepared.train)
    for name, value in want.items():
        assert torch.allclose(got[name], value, rtol=0, atol=1e-6), name


def test_dropout_that_is_passed_over_draws_no_numbers():
    class Text(nn.Module):
        def __init__(self):
            super().__init__()
            self.words = nn.Embedding(50, 8)
            self.mix = nn.Sequential(nn.Linear(8, 8), nn.Dropout(0.5))
            self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8)])
            self.drop = nn.Dropout(0.5)
            self.head = nn.Linear(8, 2)

        def forward(self, ids):
            x = self.mix(self.words(ids))
            for layer in self.layers:
                x = torch.tanh(layer(x))
            return self.head(self.drop(x))

    model = Text().train()
    train_only(model, "head")
    rows = Rows(ids=np.arange(12).reshape(4, 3), labels=np.zeros(4, np.int64))
    prepared = prepare(model, rows, **HERE, mode=True)
    batch = prepared.train.batch(np.arange(4))
    batch.pop("labels")
    torch.manual_seed(3)
    got = prepared.model(**batch)
    torch.manual_seed(3)
    want = model.head(model.drop(torch.tanh(batch["trunk_states"])))
    assert torch.equal(got, want)


def test_a_model_that_does_not_use_its_layers_is_refused_with_a_sentence():
    class Unused(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.ModuleList([nn.Linear(3, 3), nn.Linear(3, 3)])
            self.head = nn.Linear(3, 2)

        def forward(self, x):
            return self.head(x)

    model = Unused()
    train_only(model, "head")
    rows = Rows(x=np.ones((4, 3), np.float32), labels=np.zeros(4, np.int64))
    for mode in ("auto", True):
        assert "does not pass through 'layers.1'" in prepare(model, rows, **HERE, mode=mode)


def test_a_decoder_and_a_sequential():
    torch.manual_seed(0)
    gpt = GPT2ForSequenceClassification(
        GPT2Config(
            n_embd=16,
            n_layer=3,
            n_head=2,
            vocab_size=50,
            pad_token_id=0,
            bos_token_id=1,
            eos_token_id=2,
            resid_pdrop=0.0,
            embd_pdrop=0.0,
            attn_pdrop=0.0,
        )
    )
    plain = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 2))
    x = np.random.default_rng(0).normal(size=(9, 3)).astype(np.float32)
    for model, examples, policy in [
        (gpt, texts(), 1),
        (plain, Rows(input=x, labels=np.zeros(9, np.int64)), "head"),
    ]:
        train_only(model, policy)
        prepared = prepare(model, examples, **HERE)
        assert isinstance(prepared, Prepared), prepared
        batch = examples.batch(np.array([1, 0, 5]))
        batch.pop("labels")
        model.eval()
        want = model(**batch)
        stored = prepared.train.batch(np.array([1, 0, 5]))
        stored.pop("labels")
        got = prepared.model(**stored)
        want, got = getattr(want, "logits", want), getattr(got, "logits", got)
        assert torch.allclose(got, want, atol=1e-6)


def test_the_halves_of_a_split_make_the_whole():
    model = bert().eval()
    train_only(model, 2)
    trunk, head = split_trunk(model)
    batch = texts().batch(np.arange(5))
    batch.pop("labels")
    states = trunk(**batch)
    assert states.shape == (*batch["input_ids"].shape, 16)
    assert not states.requires_grad
    assert torch.equal(head(trunk_states=states, **batch).logits, model(**batch).logits)
    layer = model.bert.encoder.layer[0]
    assert "forward" not in vars(layer)
    own = layer.forward
    layer.forward = own  # as a checkpointing wrapper would
    head(trunk_states=states, **batch)
    assert vars(layer)["forward"] is own
    del layer.forward
    assert not layer._forward_hooks
    assert [name.removeprefix("model.") for name, _ in head.named_parameters()] == [
        name for name, _ in model.named_parameters()
    ]


def test_only_real_tokens_are_stored_in_the_dtype_of_the_states():
    model = bert()
    train_only(model, "head")
    examples, seen = texts(), texts(5, seed=1)
    prepared = prepare(model, examples, seen, **HERE)
    assert prepared.bytes == (examples.lengths.sum() + seen.lengths.sum()) * 16 * 4
    batch = prepared.validation.batch(np.array([4, 2]))
    assert batch["trunk_states"].dtype == torch.float32
    assert (batch["trunk_states"][batch["attention_mask"] == 0] == 0).all()
    assert len(prepared.validation) == 5
    assert (prepared.validation.lengths == seen.lengths).all()
    assert (prepared.validation.labels == seen.labels).all()
    assert prepared.train.pad_id == 0
    assert "3 frozen layers (up to 'bert.encoder.layer.2')" in str(prepared)
    half = prepare(model, examples, device=HERE["device"], dtype=torch.bfloat16)
    assert isinstance(half, Prepared), half


class PaddedLeft(Encoded):
    def batch(self, rows):
        batch = super().batch(rows)
        width = batch["input_ids"].shape[1]
        for name in ("input_ids", "attention_mask"):
            pairs = zip(batch[name], self.lengths[rows], strict=True)
            batch[name] = torch.stack([torch.roll(row, int(width - n)) for row, n in pairs])
        return batch


def test_left_padding_is_followed_where_positions_are_relative():
    torch.manual_seed(0)
    base = texts()
    examples = PaddedLeft(base.input_ids, base.labels, 0)
    llama = LlamaForSequenceClassification(
        LlamaConfig(
            hidden_size=16,
            intermediate_size=32,
            num_hidden_layers=3,
            num_attention_heads=2,
            vocab_size=50,
            pad_token_id=0,
        )
    )
    train_only(llama, 1)
    prepared = prepare(llama, examples, **HERE)
    assert isinstance(prepared, Prepared), prepared
    batch = prepared.train.batch(np.arange(6))
    assert batch["attention_mask"].sum() < batch["attention_mask"].numel()
    assert batch["attention_mask"][:, -1].all()
    # BERT counts positions from the left edge: what a token is depends on its neighbours' lengths.
    model = bert()
    train_only(model, 1)
    assert "depends on the other examples of the batch" in prepare(model, examples, **HERE)


@pytest.mark.parametrize(
    ("make", "examples", "sentence"),
    [
        (lambda: bert(0.1), texts, r"'bert.embeddings.dropout' drops values .*cache_trunk=True"),
        (lambda: Net(nn.BatchNorm2d(4)), pictures, "'between' is a batch norm"),
        (lambda: Net(nn.Dropout2d(0.2)), pictures, r"'between' drops .*rate 0.2"),
    ],
)
def test_what_changes_from_pass_to_pass_is_named_and_not_cached(make, examples, sentence):
    model = make()
    train_only(model, "head" if isinstance(model, Net) else 1)
    before = {name: each.clone() for name, each in model.state_dict().items()}
    reason = prepare(model, examples(), **HERE)
    assert isinstance(reason, str)
    assert re.search(sentence, reason), reason
    assert all(torch.equal(before[name], each) for name, each in model.state_dict().items())
    assert isinstance(prepare(model, examples(), **HERE, mode=True), Prepared)


def test_a_dropout_between_embeddings_and_layers_is_found_and_silenced():
    # GPT-2's has no parameters, so it belongs to no frozen part.
    model = GPT2ForSequenceClassification(
        GPT2Config(
            n_embd=16,
            n_layer=2,
            n_head=2,
            vocab_size=50,
            pad_token_id=0,
            bos_token_id=1,
            eos_token_id=2,
            resid_pdrop=0.0,
            embd_pdrop=0.5,
            attn_pdrop=0.0,
        )
    ).train()
    train_only(model, "head")
    assert "'transformer.drop' drops values" in prepare(model, texts(), **HERE)
    prepared = prepare(model, texts(), **HERE, mode=True)
    assert isinstance(prepared, Prepared), prepared
    trunk, _ = split_trunk(model)
    inputs = texts().batch(np.arange(3))
    inputs.pop("labels")
    assert torch.equal(trunk(**inputs), trunk(**inputs))
    assert model.transformer.drop.training


def test_randomness_without_a_name_is_found_by_running():
    class Noise(nn.Module):
        def __init__(self):
            super().__init__()
            self.gain = nn.Parameter(torch.ones(()))
            self.register_buffer("passes", torch.zeros(()))

        def forward(self, x):
            self.passes += self.training
            return self.gain * (x + 0.1 * torch.randn_like(x) if self.training else x)

    model = Net(Noise())
    train_only(model, "head")
    state = torch.get_rng_state()
    reason = prepare(model, pictures(), **HERE)
    assert "computes something else in training" in reason
    assert model.between.passes == 0
    assert torch.equal(torch.get_rng_state(), state)
    assert model.training


def test_augmented_examples_are_never_cached():
    class Noisy(Rows):
        def batch(self, rows):
            batch = super().batch(rows)
            return batch | {"pictures": batch["pictures"] + torch.randn(1)}

    data = pictures()
    noisy = Noisy(pictures=data.batch(np.arange(10))["pictures"], labels=data.labels)
    model = Net(nn.Identity())
    train_only(model, "head")
    for mode in ("auto", True):
        assert "rows taken twice gave another 'pictures'" in prepare(
            model, noisy, **HERE, mode=mode
        )
        said = copy.copy(data)
        said.augmented = True
        assert "the examples are augmented" in prepare(model, said, **HERE, mode=mode)


def test_a_head_that_needs_more_than_the_last_states_is_refused():
    class AllLayers(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.ModuleList([nn.Linear(3, 3), nn.Linear(3, 3)])
            self.fc = nn.Linear(3, 2)

        def forward(self, x):
            first = self.layers[0](x)
            return self.fc(first + self.layers[1](first))

    torch.manual_seed(0)
    model = AllLayers()
    train_only(model, "head")
    x = np.random.default_rng(0).normal(size=(9, 3)).astype(np.float32)
    reason = prepare(model, Rows(x=x, labels=np.zeros(9, np.int64)), **HERE)
    assert "needs more than the output of the last frozen layer" in reason


def test_what_trains_from_the_bottom_has_no_trunk():
    model = bert()
    assert "'bert.embeddings' trains" in prepare(model, texts(), **HERE)
    with pytest.raises(ValueError, match=r"'bert.embeddings' trains, so no layer above"):
        split_trunk(model)
    train_only(model, 3)
    assert "'bert.encoder.layer.0' trains" in prepare(model, texts(), **HERE)
    assert "no list of layers" in prepare(nn.Linear(2, 2), texts(), **HERE)
    assert prepare(model, texts(), **HERE, mode=False) == "the cache is switched off"
    with pytest.raises(ValueError, match="mode is 'always'"):
        prepare(model, texts(), **HERE, mode="always")


def test_layers_that_return_tuples():
    class Layer(nn.Linear):
        def forward(self, x):
            return super().forward(x), "attention"

    class Old(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.ModuleList([Layer(3, 3), Layer(3, 3), Layer(3, 3)])
            self.fc = nn.Linear(3, 2)

        def forward(self, x):
            for layer in self.layers:
                x, *_ = layer(x) if isinstance(x, torch.Tensor) else layer(x[0])
            return self.fc(x)

    torch.manual_seed(0)
    model = Old()
    train_only(model, 1)
    x = np.random.default_rng(0).normal(size=(9, 3)).astype(np.float32)
    assert isinstance(prepare(model, Rows(x=x, labels=np.zeros(9, np.int64)), **HERE), Prepared)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float64])
def test_the_store_keeps_rows_of_any_length_bit_by_bit(tmp_path, dtype):
    lengths = np.array([3, 1, 4, 0, 2])
    store = StateStore(lengths, (5, 2), dtype, tmp_path)
    states = torch.randn(10, 5, 2).to(dtype)
    pieces = list(torch.split(states, lengths.tolist()))
    store.write(np.array([4, 0]), torch.cat([pieces[4], pieces[0]]))
    store.write(np.array([2, 1, 3]), torch.cat([pieces[2], pieces[1], pieces[3]]))
    assert torch.equal(store.read(np.arange(5)), states)
    assert torch.equal(store.read(np.array([2, 0])), torch.cat([pieces[2], pieces[0]]))
    assert store.bytes == states.numel() * dtype.itemsize
    assert sum(each.stat().st_size for each in tmp_path.rglob("states")) == store.bytes
    del store
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said_before_anything_is_computed(monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda place: type("Usage", (), {"free": 1000}))
    with pytest.raises(ValueError, match=r"take 4,000 bytes, but only 1,000 are free"):
        StateStore(np.array([1000]), (1,), torch.float32)
    model = bert()
    train_only(model, "head")
    assert "are free where temporary files go" in prepare(model, texts(), **HERE)

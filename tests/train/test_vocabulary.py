"""Training only the word rows that occur is training all of them: against plain AdamW."""

import copy
import math

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy
from transformers import BertConfig, BertForSequenceClassification

from ftlib.data import Encoded, Rows, shuffled_buckets
from ftlib.train import fit
from ftlib.train.fast import OccurringRows, decay_of_absent_rows, only_occurring_rows

RATE, DECAY = 1e-2, 0.3


def bert(dtype: torch.dtype = torch.float64, drop: float = 0.0) -> BertForSequenceClassification:
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=50,
        hidden_size=24,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=40,
        max_position_embeddings=16,
        num_labels=3,
        hidden_dropout_prob=drop,
        attention_probs_dropout_prob=drop,
    )
    return BertForSequenceClassification(config).to(dtype).train()


def texts(count: int = 24, highest: int = 20, seed: int = 0) -> Encoded:
    rng = np.random.default_rng(seed)
    ids = tuple(rng.integers(1, highest, size=rng.integers(1, 9)) for _ in range(count))
    return Encoded(ids, rng.integers(0, 3, size=count), pad_id=0)


def plain_training(model: nn.Module, data: Encoded, epochs: int, size: int) -> None:
    """AdamW over every number of the model; nothing of the library but the order of the rows."""
    matrices = [each for each in model.parameters() if each.ndim > 1]
    vectors = [each for each in model.parameters() if each.ndim == 1]
    groups = [
        {"params": matrices, "weight_decay": DECAY},
        {"params": vectors, "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, lr=RATE)
    for epoch in range(epochs):
        for rows in shuffled_buckets(data.lengths, size, seed=0, epoch=epoch):
            batch = data.batch(rows)
            labels = batch.pop("labels")
            optimiser.zero_grad()
            cross_entropy(model(**batch).logits, labels).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()


def fitted(model: nn.Module, data: Encoded, validation: Encoded | None = None, **options: object):
    return fit(
        model,
        data,
        validation,
        **{"epochs": 3, "batch_size": 8, "learning_rate": RATE, "weight_decay": DECAY}
        | {"schedule": "constant", "warmup": 0.0, "precision": "float32", "device": "cpu"}
        | {"progress": False}
        | options,
    )


def test_every_number_of_the_model_is_as_plain_adamw_leaves_it():
    start = bert()
    expected, ours = copy.deepcopy(start), copy.deepcopy(start)
    table = ours.bert.embeddings.word_embeddings
    plain_training(expected, texts(), epochs=3, size=8)
    fitted(ours, texts())
    assert ours.bert.embeddings.word_embeddings is table
    absent = start.bert.embeddings.word_embeddings.weight[30:]
    moved = expected.bert.embeddings.word_embeddings.weight[30:] / absent
    assert moved.mean().item() == pytest.approx((1 - RATE * DECAY) ** 9)  # they decay, visibly
    for (name, each), other in zip(ours.named_parameters(), expected.parameters(), strict=True):
        # fit rounds the logits to float32
        torch.testing.assert_close(each, other, rtol=0, atol=2e-5, msg=lambda m, n=name: n + m)
    torch.testing.assert_close(
        table.weight[30:], expected.bert.embeddings.word_embeddings.weight[30:], rtol=1e-12, atol=0
    )


@pytest.mark.parametrize("schedule", ["linear", "cosine"])
def test_with_and_without_agree_also_where_the_best_is_kept(schedule):
    start = bert()
    runs = []
    for on in (True, False):
        model = copy.deepcopy(start)
        run = fitted(
            *(model, texts(), texts(9, 30, seed=4)),
            schedule=schedule,
            warmup=0.2,
            faster=on,
            epochs=5,
        )
        runs.append((model, run))
    (ours, mine), (usual, theirs) = runs
    assert mine.best.step == theirs.best.step < len(mine.steps)  # the last is not the best
    for name, each in usual.state_dict().items():
        torch.testing.assert_close(
            ours.state_dict()[name], each, rtol=0, atol=1e-6, msg=lambda m, n=name: n + m
        )


def test_the_optimiser_holds_only_the_rows_that_occur():
    model, data = bert(torch.float32), texts()
    seen = {}

    def look(view):
        seen.update({each: p.shape for each, p in view.model.named_parameters()})
        seen["whole"] = view.model.state_dict()["bert.embeddings.word_embeddings.weight"].shape

    fitted(model, data, callbacks={"after_step": look}, epochs=1)
    used = len({0, *np.concatenate([data.input_ids[row] for row in range(len(data))]).tolist()})
    assert seen["bert.embeddings.word_embeddings.weight"] == (used, 24)
    assert seen["whole"] == (50, 24)


def test_a_run_goes_on_bit_for_bit(tmp_path):
    start = bert(torch.float32, drop=0.2)
    whole, part = copy.deepcopy(start), copy.deepcopy(start)
    fitted(whole, texts())
    folder = {"checkpoints": tmp_path / "run", "save_every": 4}

    def cut(view):
        if view.step == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fitted(part, texts(), callbacks={"after_step": cut}, **folder)
    again = copy.deepcopy(start)
    fitted(again, texts(), resume=True, **folder)
    for name, each in whole.state_dict().items():
        assert torch.equal(again.state_dict()[name], each), name


def test_rows_that_do_not_occur_can_be_looked_up_but_not_trained_on():
    model = bert()
    ids = torch.tensor([[1, 2, 40]])
    expected = model.eval()(ids).logits
    with only_occurring_rows(model, texts()) as rows:
        assert isinstance(rows, OccurringRows)
        torch.testing.assert_close(model(ids).logits, expected)
        model.train()
        with pytest.raises(ValueError, match="input_ids holds 40, which is in none of the exam"):
            model(ids)


def test_state_dicts_go_in_and_out_whole():
    model, other = bert(), bert()
    with torch.no_grad():
        for each in other.parameters():
            each.add_(1)
    state = {name: each.clone() for name, each in other.state_dict().items()}
    with only_occurring_rows(model, texts()) as rows:
        model.load_state_dict(state)
        with torch.no_grad():
            rows.weight.mul_(2)
        out = model.state_dict()["bert.embeddings.word_embeddings.weight"].clone()
    name = "bert.embeddings.word_embeddings.weight"
    factor = (out / state[name]).mean(1)
    assert set(factor.round(decimals=9).tolist()) == {1.0, 2.0}
    assert torch.equal(model.state_dict()[name], out)
    with only_occurring_rows(model, texts()), pytest.raises(RuntimeError, match="Missing key"):
        model.load_state_dict({})


def test_the_padding_row_stays():
    model = bert()
    before = model.bert.embeddings.word_embeddings.weight[0].clone()
    fitted(model, texts(), weight_decay=0.0)
    assert torch.equal(model.bert.embeddings.word_embeddings.weight[0], before)


def reason(model: nn.Module, data, **changes) -> str:
    with only_occurring_rows(model, data, **changes) as found:
        return str(found)


def test_where_it_does_not_apply_the_model_is_left_alone():
    assert "Rows, whose tokens" in reason(bert(), Rows(input_ids=np.ones((2, 3), dtype=int)))
    assert "does not say" in reason(nn.Linear(2, 2), texts())
    frozen = bert()
    frozen.bert.embeddings.requires_grad_(False)
    assert "frozen" in reason(frozen, texts())
    tied = bert()
    tied.output = nn.Linear(24, 50)
    tied.output.weight = tied.bert.embeddings.word_embeddings.weight
    assert "shared" in reason(tied, texts())
    hooked = bert()
    hooked.bert.embeddings.word_embeddings.register_forward_hook(lambda *_: None)
    assert "not a plain" in reason(hooked, texts())
    assert "switched off" in reason(bert(), texts(), wanted=False)


def test_the_factor_of_rows_without_a_gradient():
    assert decay_of_absent_rows([], 0.1) == 1.0
    assert decay_of_absent_rows([0.5, 0.2], 0.1) == pytest.approx(0.95 * 0.98)
    assert math.log(decay_of_absent_rows([1e-4] * 1000, 0.01)) == pytest.approx(-1e-3, rel=1e-5)

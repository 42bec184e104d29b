"""The faster step gives the logits and gradients of the model's own forward; the rest is noise."""

import copy

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import cross_entropy
from transformers import BertConfig, BertForSequenceClassification

from ftlib.train.fast import faster, why_not
from ftlib.train.fast.dropping import draw_mask

CONFIG = {
    "vocab_size": 50,
    "hidden_size": 24,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "intermediate_size": 40,
    "max_position_embeddings": 16,
    "num_labels": 3,
    "hidden_dropout_prob": 0.0,
    "attention_probs_dropout_prob": 0.0,
}


def bert(dtype: torch.dtype = torch.float64, **changes: object) -> BertForSequenceClassification:
    torch.manual_seed(3)
    model = BertForSequenceClassification(BertConfig(**(CONFIG | changes))).to(dtype)
    for parameter in model.parameters():  # fresh biases are 0 and gains 1: too special
        parameter.data.add_(0.2 * torch.randn_like(parameter))
    return model.train()


def batch(padded: bool = True) -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(1)
    ids = torch.randint(1, 50, (5, 9), generator=generator)
    mask = torch.ones_like(ids)
    if padded:
        for row, length in enumerate((9, 4, 1, 7, 2)):
            mask[row, length:] = 0
    return {"input_ids": ids * mask, "attention_mask": mask}


def gradients(model: nn.Module, inputs: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    model.zero_grad()
    logits = model(**inputs).logits
    cross_entropy(logits, torch.tensor([0, 1, 2, 1, 0])).backward()
    found = {name: each.grad for name, each in model.named_parameters() if each.grad is not None}
    return {"logits": logits.detach()} | found


def assert_same(found: dict[str, torch.Tensor], expected: dict[str, torch.Tensor]) -> None:
    assert found.keys() == expected.keys()
    for name, each in expected.items():
        torch.testing.assert_close(
            found[name], each, rtol=0, atol=1e-10, msg=lambda m, n=name: n + m
        )


@pytest.mark.parametrize("padded", [True, False])
@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("types", [True, False])
def test_logits_and_all_gradients(padded, layers, types):
    model, inputs = bert(num_hidden_layers=layers), batch(padded)
    if types:
        inputs["token_type_ids"] = (torch.arange(9) > 3).long().expand(5, 9)
    expected = gradients(model, inputs)
    with faster(model) as reason:
        assert reason is None
        assert_same(gradients(model, inputs), expected)
    assert "forward" not in vars(model)


def test_frozen_parameters_get_no_gradient():
    model = bert()
    for name, parameter in model.named_parameters():
        part = ("query.weight", "key.bias", "intermediate.dense", "LayerNorm.bias")
        parameter.requires_grad_(not any(each in name for each in part))
    expected = gradients(model, batch())
    with faster(model):
        assert_same(gradients(model, batch()), expected)


def test_a_frozen_lower_half_is_not_differentiated():
    model = bert()
    for part in (model.bert.embeddings, model.bert.encoder.layer[0]):
        part.requires_grad_(False)
    expected = gradients(model, batch())
    with faster(model):
        assert_same(gradients(model, batch()), expected)


def test_bfloat16_is_as_near_to_float64_as_autocast():
    exact = gradients(bert(), batch())
    model = bert(torch.float32)
    with torch.autocast("cpu", torch.bfloat16):
        usual = gradients(model, batch())  # the backward pass in autocast too: it must not matter
        with faster(model):
            ours = gradients(model, batch())

    def distance(found: dict[str, torch.Tensor]) -> float:
        pairs = [(found[name].double() - each, each) for name, each in exact.items()]
        return float(sum(d.norm() ** 2 for d, _ in pairs) / sum(e.norm() ** 2 for _, e in pairs))

    assert ours["bert.encoder.layer.0.output.dense.weight"].dtype == torch.float32
    assert 0 < distance(ours) <= 1.5 * distance(usual)


def test_dropout_has_the_distribution_of_the_models_own():
    # With everything else fixed, the mean and spread of the logits over many masks must agree.
    model = bert(torch.float32, hidden_dropout_prob=0.3, attention_probs_dropout_prob=0.3)
    # One text many times over: each row of a batch has its own mask.
    inputs = {name: each[:1].repeat(300, 1) for name, each in batch(padded=False).items()}

    def draws() -> torch.Tensor:
        torch.manual_seed(0)
        with torch.no_grad():
            return torch.cat([model(**inputs).logits for _ in range(10)])

    usual = draws()
    with faster(model):
        ours = draws()
    assert not torch.equal(usual, ours)
    noise = (usual.var(0) / 3000 + ours.var(0) / 3000).sqrt()
    assert ((usual.mean(0) - ours.mean(0)).abs() < 4 * noise).all()
    assert ((usual.var(0) / ours.var(0)).log().abs() < 0.2).all()  # 8 standard errors


def test_dropout_reaches_the_gradients():
    # For a fixed mask the loss is a smooth function: its slope along a direction is the gradient's.
    model = bert(hidden_dropout_prob=0.4, attention_probs_dropout_prob=0.4)
    direction = {name: torch.randn_like(each) for name, each in model.named_parameters()}

    def loss(step: float) -> torch.Tensor:
        torch.manual_seed(5)
        moved = copy.deepcopy(model)
        for name, each in moved.named_parameters():
            each.data.add_(step * direction[name])
        with faster(moved):
            return cross_entropy(moved(**batch()).logits, torch.tensor([0, 1, 2, 1, 0]))

    slope = (loss(1e-6) - loss(-1e-6)).item() / 2e-6
    with faster(model):
        torch.manual_seed(5)
        found = gradients(model, batch())
    expected = sum((found[name] * each).sum().item() for name, each in direction.items())
    assert slope == pytest.approx(expected, rel=1e-6)


def test_evaluation_draws_nothing():
    model = bert(hidden_dropout_prob=0.5, attention_probs_dropout_prob=0.5).eval()
    expected = model(**batch()).logits
    with faster(model), torch.inference_mode():
        torch.testing.assert_close(model(**batch()).logits, expected, rtol=0, atol=1e-12)


def test_a_call_for_more_than_logits_takes_the_usual_way():
    model = bert()
    with faster(model):
        assert len(model(**batch(), output_hidden_states=True).hidden_states) == 4
        assert model(**batch(), labels=torch.zeros(5, dtype=torch.long)).loss is not None
        seen = []
        handle = model.bert.encoder.layer[1].register_forward_hook(lambda *_: seen.append(1))
        model(**batch())
        handle.remove()
        model(**batch())
    assert seen == [1]


def test_a_copy_made_meanwhile_runs_by_its_own_parameters():
    model, copied = bert(), bert()
    with faster(model):
        twin = copy.deepcopy(model)
        for each in twin.parameters():
            each.data.mul_(1.5)
        found = twin(**batch()).logits
    copied.load_state_dict(twin.state_dict())
    torch.testing.assert_close(found, copied(**batch()).logits, rtol=0, atol=1e-10)


def test_a_first_token_that_is_masked_takes_the_usual_way():
    model, inputs = bert(), batch()
    inputs["attention_mask"][1] = torch.tensor([0, 1, 1, 1, 0, 0, 0, 0, 0])
    expected = gradients(model, inputs)
    with faster(model):
        assert_same(gradients(model, inputs), expected)


def test_what_it_cannot_do_is_said():
    assert "Linear is not" in str(why_not(nn.Linear(2, 2)))
    assert "'relu'" in str(why_not(bert(hidden_act="relu")))
    assert "float16" in str(why_not(bert(torch.float16)))
    adapted = bert()
    adapted.bert.encoder.layer[0].attention.self.query = type("Adapter", (nn.Linear,), {})(24, 24)
    assert "Adapter" in str(why_not(adapted))
    recomputing = bert()
    recomputing.gradient_checkpointing_enable({"use_reentrant": False})
    assert "recomputes" in str(why_not(recomputing))
    with faster(adapted) as reason:
        assert "Adapter" in str(reason)
        assert "forward" not in vars(adapted)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_masks_keep_the_right_share_and_the_mean(p):
    torch.manual_seed(0)
    mask = draw_mask((300, 1000), p)
    assert mask is not None
    ones = mask.ones(torch.float64)
    kept = ones.mean().item()
    assert set(ones.unique().tolist()) == {0.0, 1.0}
    assert abs(kept - (1 - p)) < 5 * np.sqrt(p * (1 - p) / 300_000)
    assert mask.scale * (1 - p) == pytest.approx(1, abs=1e-3)
    # Independent along both axes: neighbours agree as often as chance has it.
    for axis in (0, 1):
        first, second = ones.narrow(axis, 0, 299), ones.narrow(axis, 1, 299)
        both = (first * second).mean().item()
        assert both == pytest.approx(kept**2, abs=5 * np.sqrt(kept**2 / 89_000))


def test_masks_at_the_ends():
    assert draw_mask((4,), 0.0) is None
    everything = draw_mask((2, 3), 1.0)
    assert everything is not None
    assert not everything.ones(torch.float32).any()
    with pytest.raises(ValueError, match=r"p is 1\.5; give a probability"):
        draw_mask((4,), 1.5)
    torch.manual_seed(2)
    first = draw_mask((5, 5), 0.5)
    torch.manual_seed(2)
    again = draw_mask((5, 5), 0.5)
    assert first is not None
    assert again is not None
    assert torch.equal(first.lanes, again.lanes)

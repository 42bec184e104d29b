"""LoRA: the formula, the start, what trains, merging; and what BitFit leaves to train."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from ftlib.peft import LoRA, add_lora, merge, train_biases, unload, unmerge


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.query = nn.Linear(6, 6)
        self.value = nn.Linear(6, 6)
        self.norm = nn.LayerNorm(6)
        self.head = nn.Linear(6, 2)

    def forward(self, x):
        return self.head(self.norm(torch.tanh(self.query(x)) * self.value(x)))


@pytest.fixture
def model():
    torch.manual_seed(0)
    return Block().double()


def trained(model):
    """Draw every B anew, as training would have done."""
    for each in model.modules():
        if isinstance(each, LoRA):
            nn.init.normal_(each.lora_B)


X = torch.linspace(-1, 1, 30, dtype=torch.float64).reshape(5, 6)


def test_the_formula_entry_by_entry():
    torch.manual_seed(1)
    layer = nn.Linear(4, 3).double()
    adapter = LoRA(layer, rank=2, alpha=6.0)
    nn.init.normal_(adapter.lora_B)
    x = torch.randn(4, dtype=torch.float64)
    W, b, A, B = (t.detach() for t in (layer.weight, layer.bias, adapter.lora_A, adapter.lora_B))
    for i in range(3):
        want = b[i] + sum(
            (W[i, j] + 6.0 / 2 * sum(B[i, k] * A[k, j] for k in range(2))) * x[j] for j in range(4)
        )
        assert abs(adapter(x)[i] - want) < 1e-12


def test_it_begins_as_the_pretrained_model(model):
    before = model(X)
    assert add_lora(model, ["query", "value"], rank=2) == ["query", "value"]
    assert torch.equal(model(X), before)


def test_only_the_thin_matrices_and_what_is_named_train(model):
    add_lora(model, ["value"], rank=2, train=["head"])
    names = {name for name, each in model.named_parameters() if each.requires_grad}
    assert names == {"value.lora_A", "value.lora_B", "head.weight", "head.bias"}


def test_at_the_first_step_only_b_moves(model):
    """∂L/∂A = (α/r) Bᵀ (∂L/∂y) xᵀ is zero while B is."""
    add_lora(model, ["query"], rank=2)
    model(X).square().sum().backward()
    assert model.query.lora_A.grad.abs().max() == 0
    assert model.query.lora_B.grad.abs().max() > 0
    assert model.query.layer.weight.grad is None


def test_merged_it_is_the_same_function_in_one_product(model):
    add_lora(model, ["query", "value"], rank=3, alpha=1.5)
    trained(model)
    W = model.query.layer.weight.clone()
    before = model(X)
    merge(model)
    merge(model)  # twice adds once
    torch.testing.assert_close(model(X), before, rtol=0, atol=1e-12)
    want = W + 1.5 / 3 * model.query.lora_B @ model.query.lora_A
    torch.testing.assert_close(model.query.layer.weight, want, rtol=0, atol=1e-12)
    unmerge(model)
    unmerge(model)
    torch.testing.assert_close(model.query.layer.weight, W, rtol=0, atol=1e-12)
    torch.testing.assert_close(model(X), before, rtol=0, atol=1e-12)


def test_unload_leaves_plain_layers(model):
    pretrained = model(X)
    add_lora(model, ["query"], rank=2)
    trained(model)
    unload(model)
    assert type(model.query) is nn.Linear
    assert torch.equal(model(X), pretrained)  # not merged: as pretrained
    add_lora(model, ["query"], rank=2)
    trained(model)
    tuned = model(X)
    merge(model)
    unload(model)
    assert type(model.query) is nn.Linear
    torch.testing.assert_close(model(X), tuned, rtol=0, atol=1e-12)


def test_dropout_acts_in_training_only():
    torch.manual_seed(2)
    adapter = LoRA(nn.Linear(64, 64), rank=4, dropout=0.5)
    nn.init.normal_(adapter.lora_B)
    x = torch.randn(3, 64)
    assert not torch.equal(adapter(x), adapter(x))
    adapter.eval()
    assert torch.equal(adapter(x), adapter(x))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"names": ["key"]}, "no linear layer is called 'key'"),
        ({"names": ["uery"]}, "no linear layer is called 'uery'"),
        ({"names": ["query"], "rank": 0}, "rank is 0"),
        ({"names": ["query"], "rank": 7}, "this layer takes 1 … 6"),
        ({"names": ["query"], "rank": 2, "alpha": 0.0}, "alpha is 0.0"),
        ({"names": ["query"], "rank": 2, "train": ["classifier"]}, "train names 'classifier'"),
    ],
)
def test_bad_input_changes_nothing(model, options, message):
    with pytest.raises(ValueError, match=message):
        add_lora(model, **options)
    assert type(model.query) is nn.Linear


def test_twice_is_refused(model):
    add_lora(model, ["query"], rank=2)
    with pytest.raises(ValueError, match="has LoRA layers already"):
        add_lora(model, ["value"], rank=2)


def test_only_linear_layers_are_adapted():
    with pytest.raises(ValueError, match="is a LayerNorm"):
        LoRA(nn.LayerNorm(3))


def test_bitfit_trains_biases_and_what_is_named(model):
    assert train_biases(model) == 6 + 6 + 6 + 2
    assert train_biases(model, ["head"]) == 6 + 6 + 6 + 2 + 12
    names = {name for name, each in model.named_parameters() if each.requires_grad}
    assert names == {"query.bias", "value.bias", "norm.bias", "head.weight", "head.bias"}


def test_bitfit_needs_biases():
    with pytest.raises(ValueError, match="no parameter called 'bias'"):
        train_biases(nn.Linear(2, 2, bias=False))

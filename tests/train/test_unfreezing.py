"""Gradual unfreezing: which layers train at which epoch, and that AdamW starts afresh with each."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from ftlib.train.policy import gradual_unfreezing, parameter_groups


def network():
    """What a text model looks like: word vectors, two layers in a list, a head."""

    class Text(nn.Module):
        def __init__(self):
            super().__init__()
            self.words = nn.Embedding(5, 4)
            self.layers = nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 4)])
            self.head = nn.Linear(4, 2)

        def forward(self, x):
            x = self.words(x)
            for layer in self.layers:
                x = torch.tanh(layer(x))
            return self.head(x)

    return Text()


def trained(model):
    return {name.rsplit(".", 1)[0] for name, each in model.named_parameters() if each.requires_grad}


def test_one_layer_more_every_second_epoch():
    model = network()
    plan = gradual_unfreezing(model, every=2)
    assert list(plan.depths(8)) == [0, 0, 1, 1, 2, 2, 3, 3]
    seen = []
    changed = []
    for epoch in range(8):
        changed.append(plan.start_epoch(epoch))
        seen.append(trained(model))
    head, top, bottom = {"head"}, {"head", "layers.1"}, {"head", "layers.1", "layers.0"}
    everything = bottom | {"words"}
    assert seen == [head, head, top, top, bottom, bottom, everything, everything]
    assert changed == [True, False, True, False, True, False, True, False]


def test_a_resumed_run_may_begin_at_any_epoch():
    model = network()
    plan = gradual_unfreezing(model, every=1, start=1)
    plan.start_epoch(1)
    assert trained(model) == {"head", "layers.1", "layers.0"}
    plan.start_epoch(0)
    assert trained(model) == {"head", "layers.1"}


def test_what_was_frozen_before_stays_frozen():
    model = network()
    model.words.requires_grad_(False)
    plan = gradual_unfreezing(model)
    plan.start_epoch(9)
    assert trained(model) == {"head", "layers.0", "layers.1"}


def test_a_frozen_layer_neither_moves_nor_decays_and_starts_afresh_when_its_turn_comes():
    torch.manual_seed(0)
    model = network()
    plan = gradual_unfreezing(model, every=1)
    optimiser = torch.optim.AdamW(parameter_groups(model, 0.1, 0.5))
    x, y = torch.randint(0, 5, (8,)), torch.randint(0, 2, (8,))
    before = model.layers[1].weight.detach().clone()
    for epoch in range(2):
        plan.start_epoch(epoch)
        for _ in range(3):
            optimiser.zero_grad(set_to_none=True)
            nn.functional.cross_entropy(model(x), y).backward()
            optimiser.step()
        if epoch == 0:
            assert torch.equal(model.layers[1].weight, before)
    assert not torch.equal(model.layers[1].weight, before)
    assert optimiser.state[model.layers[1].weight]["step"] == 3
    assert optimiser.state[model.head.weight]["step"] == 6
    assert model.layers[0].weight not in optimiser.state


def test_numbers_outside_their_range_are_refused():
    with pytest.raises(ValueError, match=r"every is 0; give a whole number of epochs"):
        gradual_unfreezing(network(), every=0)
    with pytest.raises(ValueError, match=r"start is 3 but the model has 2 layers"):
        gradual_unfreezing(network(), start=3)
    with pytest.raises(ValueError, match="no list of layers"):
        gradual_unfreezing(nn.Linear(2, 2))

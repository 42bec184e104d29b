"""Rates and decay of each parameter."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from transformers import BertConfig, BertForSequenceClassification

from ftlib.train.policy import parameter_groups


def settings_of(model, *args, **kwargs):
    found = {
        id(parameter): (group["lr"], group["weight_decay"])
        for group in parameter_groups(model, *args, **kwargs)
        for parameter in group["params"]
    }
    return {name: found[id(each)] for name, each in model.named_parameters() if id(each) in found}


def bert():
    return BertForSequenceClassification(
        BertConfig(
            hidden_size=8,
            intermediate_size=16,
            num_hidden_layers=2,
            num_attention_heads=2,
            vocab_size=11,
        )
    )


def test_the_rate_falls_by_one_factor_a_layer_from_the_head_down():
    found = settings_of(bert(), 1.0, 0.3, layer_decay=0.5)
    assert found["classifier.weight"] == (1.0, 0.3)
    assert found["bert.pooler.dense.weight"] == (1.0, 0.3)
    assert found["bert.encoder.layer.1.output.dense.weight"] == (0.5, 0.3)
    assert found["bert.encoder.layer.0.output.dense.weight"] == (0.25, 0.3)
    assert found["bert.embeddings.word_embeddings.weight"] == (0.125, 0.3)


def test_layer_decay_multiplies_the_rate_that_a_prefix_sets():
    found = settings_of(bert(), {"": 1.0, "classifier": 8.0}, 0.0, layer_decay=0.5)
    assert found["classifier.weight"] == (8.0, 0.0)
    assert found["bert.encoder.layer.1.output.dense.weight"] == (0.5, 0.0)


def test_a_factor_of_one_changes_nothing():
    assert settings_of(bert(), 0.1, 0.3, layer_decay=1.0) == settings_of(bert(), 0.1, 0.3)


def test_biases_and_norms_do_not_decay_whatever_their_shape():
    model = nn.Sequential(nn.Linear(3, 4), nn.LayerNorm((2, 4)), nn.Linear(4, 2))
    model[0].register_parameter("bias", nn.Parameter(torch.zeros(1, 4)))
    found = settings_of(model, 0.1, 0.3)
    assert model[1].weight.ndim == 2
    assert {name: decay for name, (_, decay) in found.items()} == {
        "0.weight": 0.3,
        "0.bias": 0.0,
        "1.weight": 0.0,
        "1.bias": 0.0,
        "2.weight": 0.3,
        "2.bias": 0.0,
    }


def test_every_trained_parameter_is_in_exactly_one_group():
    model = bert()
    model.bert.embeddings.requires_grad_(False)
    groups = parameter_groups(model, 0.1, 0.3, 0.9)
    members = [id(each) for group in groups for each in group["params"]]
    assert sorted(members) == sorted(id(e) for e in model.parameters() if e.requires_grad)
    assert len({(group["lr"], group["weight_decay"]) for group in groups}) == len(groups) == 6


@pytest.mark.parametrize("factor", [0.0, -1.0, 1.1, float("nan")])
def test_a_factor_outside_its_range_is_refused(factor):
    with pytest.raises(ValueError, match=r"layer_decay is .*give a factor in \(0, 1\]"):
        parameter_groups(bert(), 0.1, 0.0, factor)


def test_layers_that_cannot_be_found_are_named():
    with pytest.raises(ValueError, match="no list of layers was found in Linear"):
        parameter_groups(nn.Linear(2, 2), 0.1, 0.0, 0.9)

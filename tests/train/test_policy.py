"""Where the layers are, what a policy freezes, what the table says."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from transformers import (
    AlbertConfig,
    AlbertForSequenceClassification,
    BertConfig,
    BertForSequenceClassification,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    T5Config,
    T5ForConditionalGeneration,
)

from ftlib.train.policy import find_layers, train_only, trained_table

SMALL = {"num_hidden_layers": 3, "num_attention_heads": 2, "vocab_size": 11}


def bert(**more):
    return BertForSequenceClassification(
        BertConfig(hidden_size=8, intermediate_size=16, **SMALL, **more)
    )


class ResNetLike(nn.Module):
    """Children in the order and with the names of torchvision's ResNets."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 3)
        self.bn1 = nn.BatchNorm2d(4)
        self.relu = nn.ReLU()
        self.layer1 = nn.Sequential(nn.Conv2d(4, 4, 3), nn.ReLU())
        self.layer2 = nn.Sequential(nn.Conv2d(4, 4, 3), nn.ReLU())
        self.fc = nn.Linear(4, 2)


class MobileNetLike(nn.Module):
    """`features` and `classifier`, as in torchvision's MobileNet, VGG and EfficientNet."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU6(), nn.Conv2d(4, 4, 3))
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(4, 2))


def test_the_layers_of_an_encoder():
    anatomy = find_layers(bert())
    assert anatomy.below == ("bert.embeddings",)
    assert anatomy.layers == tuple(f"bert.encoder.layer.{k}" for k in range(3))
    assert anatomy.head == ("bert.pooler", "classifier")
    names = ["bert.embeddings.LayerNorm.bias", "bert.encoder.layer.0.output.dense.weight"]
    names += ["bert.encoder.layer.2.output.dense.weight", "classifier.bias"]
    assert [anatomy.depth(name) for name in names] == [0, 1, 3, 4]


def test_the_layers_of_decoders():
    gpt = GPT2LMHeadModel(GPT2Config(n_embd=8, n_layer=2, n_head=2, vocab_size=11))
    anatomy = find_layers(gpt)
    assert anatomy.below == ("transformer.wte", "transformer.wpe")
    assert anatomy.layers == ("transformer.h.0", "transformer.h.1")
    assert anatomy.head == ("transformer.ln_f", "lm_head")
    llama = LlamaForCausalLM(LlamaConfig(hidden_size=8, intermediate_size=16, **SMALL))
    assert find_layers(llama).layers == ("model.layers.0", "model.layers.1", "model.layers.2")


def test_the_layers_of_convolutional_networks():
    assert find_layers(ResNetLike()).layers == ("conv1", "bn1", "layer1", "layer2")
    assert find_layers(ResNetLike()).head == ("fc",)
    assert find_layers(MobileNetLike()).layers == ("features.0", "features.2")
    plain = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 4), nn.Linear(4, 2))
    assert find_layers(plain).layers == ("0", "2")


def test_a_wrapped_encoder_and_layers_that_share_their_weights():
    class Classifier(nn.Module):
        def __init__(self):
            super().__init__()
            self.encoder = bert().bert
            self.head = nn.Linear(8, 2)

    assert find_layers(Classifier()).layers[0] == "encoder.encoder.layer.0"
    assert find_layers(Classifier()).head == ("encoder.pooler", "head")
    albert = AlbertForSequenceClassification(
        AlbertConfig(hidden_size=8, embedding_size=4, intermediate_size=16, **SMALL)
    )
    assert len(find_layers(albert).layers) == 1


def test_what_has_no_single_stack_is_refused_with_a_remedy():
    with pytest.raises(ValueError, match=r"no list of layers was found in Linear .*freeze\(model"):
        find_layers(nn.Linear(3, 2))
    with pytest.raises(ValueError, match="more than one stack of layers"):
        find_layers(
            T5ForConditionalGeneration(
                T5Config(d_model=8, d_kv=4, d_ff=16, num_layers=2, num_heads=2, vocab_size=11)
            )
        )


@pytest.mark.parametrize(
    ("policy", "first"),
    [("head", "bert.pooler"), (0, "bert.pooler"), (1, "bert.encoder.layer.2"), (3, "bert.encoder")],
)
def test_a_policy_trains_everything_from_some_depth_on(policy, first):
    model = bert()
    model.classifier.requires_grad_(False)  # the policy decides about every parameter
    train_only(model, policy)
    trained = [name for name, each in model.named_parameters() if each.requires_grad]
    names = [name for name, _ in model.named_parameters()]
    start = next(place for place, name in enumerate(names) if name.startswith(first + "."))
    assert trained == names[start:]


@pytest.mark.parametrize("policy", ["all", "none"])
def test_all_train_when_none_is_frozen(policy):
    model = nn.Linear(3, 2).requires_grad_(False)
    train_only(model, policy)
    assert all(each.requires_grad for each in model.parameters())


def test_tied_word_vectors_count_as_embeddings():
    model = GPT2LMHeadModel(GPT2Config(n_embd=8, n_layer=2, n_head=2, vocab_size=11))
    assert model.lm_head.weight is model.transformer.wte.weight
    train_only(model, "head")
    assert not model.lm_head.weight.requires_grad
    assert model.transformer.ln_f.weight.requires_grad


@pytest.mark.parametrize("policy", ["top", True, -1, 4, 1.0])
def test_another_policy_is_refused(policy):
    with pytest.raises(ValueError, match=r"policy is .*give"):
        train_only(bert(), policy)


def test_the_table_counts_every_parameter_once():
    model = bert()
    train_only(model, 1)
    table = trained_table(model, {"": 0.1, "classifier": 0.5}, 0.01, layer_decay=0.5)
    rows = {row.part: row for row in table.rows}
    assert table.parameters == sum(each.numel() for each in model.parameters())
    assert table.trained == sum(e.numel() for e in model.parameters() if e.requires_grad)
    assert rows["bert.embeddings"].trained == 0
    assert rows["bert.encoder.layer.2"].rates == (0.05,)
    assert rows["bert.encoder.layer.2"].decays == (0.0, 0.01)
    assert rows["classifier"].rates == (0.5,)
    assert rows["classifier"].parameters == 8 * 2 + 2


def test_the_table_as_text_and_as_html():
    model = nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 3), nn.Linear(3, 1))
    train_only(model, "head")
    lines = str(trained_table(model, 0.1)).splitlines()
    assert [line.split()[0] for line in lines[2:]] == ["0", "1", "2", "total"]
    assert lines[2].split() == ["0", "9", "–", "–", "–", "–"]
    assert lines[4].split() == ["2", "4", "4", "100.0", "%", "0.1", "0"]
    assert lines[5].split() == ["total", "25", "4", "100.0", "%"]
    assert trained_table(model)._repr_html_().count("<tr>") == 5
    strange = nn.ModuleDict({"<b>": nn.Linear(1, 1), "top": nn.Linear(1, 1)})
    assert "&lt;b&gt;" in trained_table(strange)._repr_html_()


def test_a_model_without_layers_has_a_table_too():
    table = trained_table(nn.Linear(3, 2))
    assert [row.part for row in table.rows] == ["weight", "bias"]
    assert table.trained == 8
    assert trained_table(nn.Linear(3, 2).requires_grad_(False)).trained == 0


def test_integer_parameters_stay_as_they_are():
    model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2), nn.Linear(2, 2))
    model[0].codes = nn.Parameter(torch.ones(2, dtype=torch.int8), requires_grad=False)
    train_only(model, 2)
    train_only(model, "all")
    assert not model[0].codes.requires_grad

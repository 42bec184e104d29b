"""The memory calculator against published figures, real models and what autograd really keeps."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    BertModel,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
)

from ftlib.train.memory import (
    FORMATS,
    SHAPES,
    Shape,
    layer_activation_bytes,
    peak_bytes,
    readable,
    saved_for_backward,
    shape_of,
    training_memory,
)

# Wide and flat, so that what ZeRO-3 gathers for a moment is nothing beside the whole.
MANY_LAYERS = Shape(20_000, 64, 256, 1, 1, 1, 64)


def count(model):
    return sum(each.numel() for each in model.parameters())


def on_meta(kind, config):
    with torch.device("meta"):
        return kind(config)


@pytest.mark.parametrize(
    ("name", "kind", "config"),
    [
        ("bert-base", BertModel, {}),
        ("gpt2", GPT2LMHeadModel, {}),
        ("gpt2-xl", GPT2LMHeadModel, {"n_embd": 1600, "n_layer": 48, "n_head": 25}),
        ("llama-2-7b", LlamaForCausalLM, {}),
        (
            "llama-2-70b",
            LlamaForCausalLM,
            {
                "hidden_size": 8192,
                "intermediate_size": 28672,
                "num_hidden_layers": 80,
                "num_attention_heads": 64,
                "num_key_value_heads": 8,
            },
        ),
    ],
)
def test_parameters_are_counted_as_the_model_has_them(name, kind, config):
    config = kind.config_class(**config)
    model = on_meta(kind, config)
    pooler = 768 * 768 + 768 if kind is BertModel else 0
    assert SHAPES[name].parameters == count(model) - pooler
    assert shape_of(config) == shape_of(model)
    assert shape_of(config).parameters == SHAPES[name].parameters


def test_a_gated_layer_with_biases_counted_by_hand():
    # d = 2, f = 3: q, k, v, output 4 · (4 + 2); gate, up 2 · (6 + 3), down 6 + 2; two norms 2 · 4.
    assert Shape(1, 2, 3, 1, 5, 1, 2, gated=True).layer_parameters == 24 + 18 + 8 + 8


def test_the_published_sizes():
    billions = {"llama-2-7b": 6.74, "llama-2-13b": 13.02, "llama-2-70b": 68.98}
    for name, size in billions.items():
        assert round(SHAPES[name].parameters / 1e9, 2) == size


def test_an_unknown_architecture_is_refused():
    with pytest.raises(ValueError, match=r"model is of type 'Linear', .*give a Shape"):
        shape_of(nn.Linear(2, 2))


@pytest.mark.parametrize(
    ("strategy", "gigabytes"), [("ddp", 120), ("zero1", 31.4), ("zero2", 16.6), ("zero3", 1.9)]
)
def test_the_table_of_the_zero_paper(strategy, gigabytes):
    # Rajbhandari et al. 2020, figure 1: 7.5 billion parameters, 64 devices, mixed precision.
    found = training_memory(
        MANY_LAYERS, batch=1, length=1, precision="mixed", strategy=strategy, ranks=64
    )
    states = found.weights + found.gradients + found.optimiser
    assert states / MANY_LAYERS.parameters * 7.5 == pytest.approx(gigabytes, abs=0.06)


def test_activations_are_those_of_korthikanti_and_others():
    for heads, length in [(1, 7), (16, 1024)]:
        d = 64 * heads
        shape = Shape(1, d, 4 * d, heads, 1, heads, 64)
        got = layer_activation_bytes(shape, length, FORMATS["mixed"], eager=True, mask_bytes=1)
        assert got == 34 * d + 5 * heads * length


# Not with dropout in fused attention, which on a CPU falls back to another kernel, nor under
# autocast, where masks are of mixed formats.
@pytest.mark.parametrize(
    ("precision", "attention", "dropout"),
    [
        ("float32", "eager", 0.0),
        ("float32", "eager", 0.1),
        ("float32", "sdpa", 0.0),
        ("autocast", "eager", 0.0),
        ("autocast", "sdpa", 0.0),
    ],
)
def test_activations_are_what_autograd_keeps(precision, attention, dropout):
    batch, length = 4, 48
    model = BertForSequenceClassification(
        BertConfig(
            hidden_size=128,
            intermediate_size=512,
            num_hidden_layers=5,
            num_attention_heads=4,
            vocab_size=50,
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=dropout,
            attn_implementation=attention,
        )
    )
    ids = torch.randint(0, 50, (batch, length))
    mask = torch.ones_like(ids)
    with (
        saved_for_backward(model) as kept,
        torch.autocast("cpu", torch.bfloat16, enabled=precision == "autocast"),
    ):
        output = model(input_ids=ids, attention_mask=mask)
    found = training_memory(
        model,
        batch=batch,
        length=length,
        precision=precision,
        attention="eager" if attention == "eager" else "fused",
        dropout=dropout > 0,
        mask_bytes=4,
    )
    shape = shape_of(model)
    copies = 2 * shape.layers * shape.layer_parameters if precision == "autocast" else 0
    assert output.logits.requires_grad
    assert kept.count - copies == pytest.approx(found.activations, rel=0.03)


def test_a_decoder_with_gates_and_shared_keys_keeps_what_is_counted_or_more():
    # Llama's norms and rotations are written in small operations, each of which keeps its input:
    # the count is that of fused kernels, and so a lower bound.
    config = LlamaConfig(
        hidden_size=64,
        intermediate_size=192,
        num_hidden_layers=3,
        num_attention_heads=4,
        num_key_value_heads=2,
        vocab_size=40,
    )
    model = LlamaForCausalLM(config)
    ids = torch.randint(0, 40, (2, 32))
    with saved_for_backward(model) as kept:
        loss = model(input_ids=ids).logits.sum()
    found = training_memory(model, batch=2, length=32)
    assert loss.requires_grad
    assert found.activations <= kept.count <= 2 * found.activations


@pytest.mark.parametrize(
    ("dtype", "precision"), [(torch.float32, "float32"), (torch.bfloat16, "mixed")]
)
def test_logits_are_counted_as_they_live(dtype, precision):
    z = torch.randn(64, 500, dtype=dtype, requires_grad=True)
    targets = torch.randint(0, 500, (64,))

    def loss_and_gradient():
        logits = z * 1.0
        raised = logits.float()
        nn.functional.cross_entropy(raised, targets).backward()

    shape = Shape(1, 8, 8, 1, 500, 1, 8, decoder=True)
    found = training_memory(shape, batch=1, length=64, precision=precision)
    assert peak_bytes(loss_and_gradient) == pytest.approx(found.logits, rel=0.01)
    assert training_memory(shape, batch=1, length=64, chunked_loss=True).logits == 0
    assert training_memory("bert-base", batch=8, length=64).logits == 0


def test_a_whole_step_is_bounded_by_total_and_near_lean():
    torch.manual_seed(0)
    model = BertForSequenceClassification(
        BertConfig(
            hidden_size=128,
            intermediate_size=512,
            num_hidden_layers=4,
            num_attention_heads=4,
            vocab_size=300,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
    )
    optimiser = torch.optim.AdamW(model.parameters(), fused=True)
    ids, mask = torch.randint(0, 300, (8, 64)), torch.ones(8, 64, dtype=torch.long)

    def lean_step():
        optimiser.zero_grad()
        model(input_ids=ids, attention_mask=mask).logits.sum().backward()
        optimiser.step()

    def late_step():
        loss = model(input_ids=ids, attention_mask=mask).logits.sum()
        loss.backward()
        optimiser.step()

    lean_step()
    weights = 4 * count(model)
    found = training_memory(model, batch=8, length=64)
    standing = weights + 2 * weights  # two averages
    assert standing + peak_bytes(lean_step) == pytest.approx(found.lean, rel=0.06)
    assert standing + weights + peak_bytes(late_step) == pytest.approx(found.total, rel=0.06)


def test_lean_takes_the_larger_of_what_comes_and_what_goes():
    small = training_memory("bert-base", batch=1, length=8)
    assert small.lean == small.weights + small.optimiser + small.gradients
    large = training_memory("gpt2", batch=8, length=1024)
    assert large.lean == large.weights + large.optimiser + large.activations + large.logits


def test_accumulation_divides_activations_only():
    one = training_memory("minilm", batch=32, length=64)
    four = training_memory("minilm", batch=32, length=64, accumulate=4)
    assert four.activations == one.activations / 4
    assert (four.weights, four.gradients, four.optimiser) == (
        one.weights,
        one.gradients,
        one.optimiser,
    )


def test_checkpointing_keeps_boundaries_and_what_one_segment_needs():
    shape = Shape(16, 8, 32, 2, 5, 2, 4)
    a_layer = layer_activation_bytes(shape, 10, FORMATS["float32"])
    outer, boundary, tokens = 4 * 8, 4 * 8, 20
    want = {
        "none": 16 * a_layer,
        "layers": 16 * boundary + a_layer,
        "sqrt": 4 * boundary + 4 * a_layer,
    }
    for way, size in want.items():
        found = training_memory(shape, batch=2, length=10, checkpointing=way)
        assert found.activations == tokens * (size + outer)


def test_fewer_trained_layers_need_less_of_everything_but_weights():
    top, all_of_them = (
        training_memory("bert-base", batch=8, length=64, trained_layers=k) for k in (2, None)
    )
    assert top.weights == all_of_them.weights
    assert top.gradients == 4 * 2 * SHAPES["bert-base"].layer_parameters
    assert top.optimiser == 2 * top.gradients
    assert top.activations < all_of_them.activations / 5
    assert training_memory("bert-base", batch=8, length=64, trained_layers=0).gradients == 0


def test_adapters_train_rank_times_the_widths_of_two_matrices():
    found = training_memory("llama-2-7b", batch=1, length=8, lora_rank=16, base_bits=4)
    adapters = 32 * 2 * 16 * (4096 + 4096)
    assert found.gradients == 4 * adapters
    assert found.optimiser == 8 * adapters
    assert found.weights == SHAPES["llama-2-7b"].parameters / 2 + 4 * adapters


def test_optimisers_differ_by_their_averages():
    states = [
        training_memory("minilm", batch=1, length=1, optimiser=name).optimiser
        for name in ("sgd", "momentum", "adamw")
    ]
    assert states == [0, *(4 * k * SHAPES["minilm"].parameters for k in (1, 2))]


def test_pictures_of_an_estimate():
    found = training_memory("llama-2-7b", batch=1, length=128, precision="mixed")
    assert found.total == pytest.approx(sum(size for _, size, _ in found.rows()[:-1]))
    assert str(found).splitlines()[-1].startswith("total")
    assert found._repr_html_().count("<tr>") == 7
    assert [readable(size) for size in (12, 2048, 3.5 * 2**20, 2**31, 2**41)] == [
        "12 B",
        "2.0 KiB",
        "3.5 MiB",
        "2.0 GiB",
        "2.0 TiB",
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"precision": "float8"}, "precision is 'float8'; give one of float32"),
        ({"optimiser": "adam"}, "optimiser is 'adam'; give one of adamw"),
        ({"strategy": "zero4"}, "strategy is 'zero4'"),
        ({"checkpointing": True}, "checkpointing is True"),
        ({"attention": "flash"}, "attention is 'flash'"),
        ({"batch": 0}, "batch is 0; give a whole number"),
        ({"ranks": 1.5}, "ranks is 1.5"),
        ({"accumulate": 3}, "batch is 8, which 3 micro-batches cannot share"),
        ({"trained_layers": 7}, "trained_layers is 7, the model has 6"),
        ({"lora_rank": -1}, "lora_rank is -1"),
        ({"model": "bert-huge"}, r"model is 'bert-huge'; the names known are minilm"),
    ],
)
def test_what_makes_no_sense_is_refused(change, sentence):
    arguments = {"model": "minilm", "batch": 8, "length": 16} | change
    with pytest.raises(ValueError, match=sentence):
        training_memory(arguments.pop("model"), **arguments)


def test_saved_tensors_are_counted_once_and_parameters_not_at_all():
    layer = nn.Linear(4, 4, bias=False)
    x = torch.randn(8, 4, requires_grad=True)
    with saved_for_backward(layer) as kept:
        y = layer(x)
        z = y.exp()  # keeps its result
        total = (z.view(-1) * z.view(-1)).sum()  # keeps two views of it
    assert kept.count == 2 * 8 * 4 * 4
    total.backward()


def test_the_peak_is_that_of_what_lives_together():
    def one_after_the_other():
        for _ in range(3):
            torch.ones(1000)

    def together():
        first = torch.ones(1000)
        second = first + 1
        return first.view(10, 100), second.add_(1)

    assert peak_bytes(one_after_the_other) == 4000
    assert peak_bytes(together) == 8000
    assert peak_bytes(lambda: None) == 0
    assert math.isclose(peak_bytes(lambda: torch.zeros(10, dtype=torch.float64)), 80)


def test_gpt2_from_its_config():
    assert shape_of(GPT2Config()) == SHAPES["gpt2"]

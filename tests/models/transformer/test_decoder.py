"""The decoder against Transformers' Llama, and what its mask, its cache and its padding promise."""

import json

import pytest
import torch
from torch import nn

from ftlib.models.transformer import (
    Decoder,
    DecoderConfig,
    KeyValueCache,
    RMSNorm,
    SwiGLU,
    generate,
    sampler,
)


def small(**changes):
    torch.manual_seed(0)
    sizes = {"vocabulary": 11, "hidden_size": 24, "layers": 3, "heads": 6, "kv_heads": 2} | changes
    model = Decoder(DecoderConfig(**sizes)).eval()
    with torch.no_grad():  # 0.02 makes all logits alike; tests should see differences
        for weight in model.parameters():
            weight.mul_(8 if weight.ndim == 2 else 1)
            weight.add_(0.1 * torch.randn_like(weight))
    return model


TOKENS = torch.randint(0, 11, (2, 9), generator=torch.Generator().manual_seed(3))


@pytest.mark.parametrize("tied", [True, False])
def test_logits_are_those_of_transformers_llama(tmp_path, tied):
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(1)
    theirs = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=11, hidden_size=24, num_hidden_layers=2, num_attention_heads=6,
            num_key_value_heads=3, intermediate_size=40, tie_word_embeddings=tied,
            rope_parameters={"rope_theta": 500.0, "rope_type": "default"}, initializer_range=0.3,
        )
    ).eval()  # fmt: skip
    with torch.no_grad():
        for norm in theirs.model.layers:
            norm.input_layernorm.weight.uniform_(0.5, 1.5)
            norm.post_attention_layernorm.weight.uniform_(0.5, 1.5)
    theirs.save_pretrained(tmp_path)
    ours = Decoder.load_llama(tmp_path)
    with torch.no_grad():
        torch.testing.assert_close(ours(TOKENS), theirs(TOKENS).logits, atol=1e-5, rtol=1e-5)
    assert sum(each.numel() for each in ours.parameters()) == theirs.num_parameters()


def test_a_later_token_changes_no_earlier_logit():
    model, other = small(), TOKENS.clone()
    other[:, 5] = (other[:, 5] + 1) % 11
    with torch.no_grad():
        before, after = model(TOKENS), model(other)
    torch.testing.assert_close(before[:, :5], after[:, :5], atol=1e-6, rtol=0)
    assert ((before - after).abs().amax(-1)[:, 5:] > 1e-4).all()


@pytest.mark.parametrize("cuts", [[1] * 9, [4, 5], [3, 1, 5], [9]])
def test_the_cache_changes_nothing(cuts):
    model, cache = small(), KeyValueCache()
    with torch.no_grad():
        parts = [model(part, cache) for part in TOKENS.split(cuts, dim=1)]
        torch.testing.assert_close(torch.cat(parts, 1), model(TOKENS), atol=1e-5, rtol=1e-5)
    assert cache.length == 9
    assert cache.numbers() == 2 * 3 * 2 * 2 * 9 * 4  # k and v, layers, texts, heads, tokens, d


def test_a_branch_goes_on_alone():
    model, stem = small(), KeyValueCache()
    with torch.no_grad():
        model(TOKENS[:1, :4], stem)
        branch = stem.branch(2)
        ends = torch.cat([TOKENS[:1, 4:], TOKENS[1:, 4:]])
        got = model(ends, branch)
        whole = torch.cat([TOKENS[:1, :4].expand(2, 4), ends], dim=1)
        torch.testing.assert_close(got, model(whole)[:, 4:], atol=1e-5, rtol=1e-5)
    assert (stem.length, branch.length) == (4, 9)


@pytest.mark.parametrize("side", ["left", "right"])
def test_padding_changes_nothing(side):
    model = small()
    padding = torch.full((2, 3), 7)
    real, fill = torch.ones(2, 9, dtype=torch.bool), torch.zeros(2, 3, dtype=torch.bool)
    order = (lambda a, b: (b, a)) if side == "left" else (lambda a, b: (a, b))
    with torch.no_grad():
        got = model(torch.cat(order(TOKENS, padding), 1), mask=torch.cat(order(real, fill), 1))
        got = got[:, 3:] if side == "left" else got[:, :9]
        torch.testing.assert_close(got, model(TOKENS), atol=1e-4, rtol=1e-4)


def test_generation_with_and_without_cache_and_with_padding():
    model = small()
    plain = generate(model, TOKENS, 12, cache=False)
    assert plain.shape == (2, 21)
    assert torch.equal(plain[:, :9], TOKENS)
    assert torch.equal(generate(model, TOKENS, 12), plain)
    with torch.no_grad():
        assert torch.equal(model(plain).argmax(-1)[:, 8:-1], plain[:, 9:])
    padded = torch.cat([torch.zeros(2, 2, dtype=torch.int64), TOKENS], 1)
    mask = torch.arange(11).expand(2, 11) >= 2
    assert torch.equal(generate(model, padded, 12, mask=mask)[:, 2:], plain)


def test_generation_draws_with_its_generator_and_ends():
    model = small()
    first, second, third = (
        generate(model, TOKENS, 8, sampler=sampler(), generator=torch.Generator().manual_seed(s))
        for s in (0, 0, 1)
    )
    assert torch.equal(first, second)
    assert not torch.equal(first, third)
    free = generate(model, TOKENS, 8)
    end = int(free[0, 10])
    ended = generate(model, TOKENS, 8, end=end)
    place = int((free[0, 9:] == end).nonzero()[0]) + 9
    assert torch.equal(ended[0, : place + 1], free[0, : place + 1])
    assert (ended[0, place:] == end).all()
    alone = generate(model, TOKENS[:1], 8, end=end)
    assert alone.shape[1] == place + 1


def test_the_norm_and_the_unit_by_hand():
    x = torch.tensor([[3.0, -4.0]])
    norm = RMSNorm(2, eps=0.0)
    with torch.no_grad():
        norm.weight.copy_(torch.tensor([1.0, 2.0]))
    root = 12.5**0.5
    torch.testing.assert_close(norm(x), torch.tensor([[3 / root, -8 / root]]))
    unit = SwiGLU(1, 1)
    for part, value in ((unit.gate, 2.0), (unit.up, 3.0), (unit.down, 5.0)):
        nn.init.constant_(part.weight, value)
    gate = 2 / (1 + torch.tensor(-2.0).exp())
    torch.testing.assert_close(unit(torch.ones(1)), 5 * gate * 3 * torch.ones(1))


def test_the_beginning():
    torch.manual_seed(0)
    model = Decoder(DecoderConfig(vocabulary=300, hidden_size=96, layers=8, heads=4))
    assert model.config.width == 256
    layer = model.layers[0]
    assert layer.attention.query.weight.std().item() == pytest.approx(0.02, rel=0.05)
    for into_stream in (layer.attention.output, layer.inner.down):
        assert into_stream.weight.std().item() == pytest.approx(0.005, rel=0.05)


def test_the_kernel_is_the_formula():
    mask = torch.arange(9).expand(2, 9) >= torch.tensor([[0], [3]])
    with torch.no_grad():
        for each in (None, mask):
            got, want = (small(fused=fused)(TOKENS, mask=each) for fused in (True, False))
            torch.testing.assert_close(got[0], want[0], atol=1e-5, rtol=1e-5)
            torch.testing.assert_close(got[1, 3:], want[1, 3:], atol=1e-5, rtol=1e-5)
            assert got.isfinite().all()


def test_dropout_is_of_training_only():
    model = small(dropout=0.5)
    with torch.no_grad():
        assert torch.equal(model(TOKENS), model(TOKENS))
        model.train()
        assert not torch.equal(model(TOKENS), model(TOKENS))


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"heads": 5}, "hidden_size is 24 and heads 5"),
        ({"heads": 8}, "hidden_size is 24 and heads 8"),
        ({"kv_heads": 4}, "kv_heads 4"),
        ({"kv_heads": 0}, "at least 1"),
        ({"kv_heads": 12}, "at least 1"),
        ({"layers": 0}, "at least 1"),
    ],
)
def test_sizes_that_do_not_fit(changes, name):
    with pytest.raises(ValueError, match=name):
        small(**changes)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda m: m(TOKENS[0]), "tokens have shape"),
        (lambda m: m(TOKENS.float()), "dtype torch.float32"),
        (lambda m: m(TOKENS[:, :0]), "at least one"),
        (lambda m: m(TOKENS, mask=torch.ones(2, 9)), "mask has shape"),
        (lambda m: m(TOKENS, mask=torch.ones(2, 8, dtype=torch.bool)), "mask has shape"),
        (lambda m: generate(m, TOKENS, -1), "max_new_tokens is -1"),
        (lambda m: KeyValueCache().branch(0), "count is 0"),
    ],
)
def test_bad_input_is_named(call, name):
    with pytest.raises(ValueError, match=name):
        call(small())


def test_a_cache_of_other_sequences_is_refused():
    model, cache = small(), KeyValueCache()
    model(TOKENS, cache)
    with pytest.raises(ValueError, match="begin a new KeyValueCache"):
        model(TOKENS[:1], cache)


@pytest.mark.parametrize(
    "changes",
    [{"model_type": "gpt2"}, {"attention_bias": True}, {"rope_scaling": {"factor": 2}}],
)
def test_other_architectures_are_refused(tmp_path, changes):
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "llama"} | changes))
    with pytest.raises(ValueError, match=next(iter(changes))):
        Decoder.load_llama(tmp_path)

"""Attention against loops over positions, PyTorch's kernel and module, and finite differences."""

import math

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import scaled_dot_product_attention

from ftlib.models.transformer import (
    MultiHeadAttention,
    attend,
    attend_backward,
    attention_weights,
    merge_heads,
    split_heads,
)


def drawn(seed, queries=5, keys=7, d=4, e=3, lead=(2, 3)):
    torch.manual_seed(seed)
    sizes = [(queries, d), (keys, d), (keys, e)]
    return [torch.randn(*lead, *size, dtype=torch.float64) for size in sizes]


def by_loops(q, k, v, allowed):
    """One query after the other, with plain floats: one head, [Tq, d], [Tk, d], [Tk, e]."""
    rows = []
    for a, asked in enumerate(q.tolist()):
        seen = [b for b in range(len(k)) if allowed[a][b]]
        fit = [
            math.exp(
                sum(s * t for s, t in zip(asked, k[b].tolist(), strict=True)) / len(asked) ** 0.5
            )
            for b in seen
        ]
        share = [each / sum(fit) for each in fit]
        rows.append(
            [
                sum(p * v[b, c].item() for p, b in zip(share, seen, strict=True))
                for c in range(v.shape[1])
            ]
        )
    return torch.tensor(rows, dtype=torch.float64)


@pytest.mark.parametrize("fused", [False, True])
def test_one_query_after_the_other(fused):
    q, k, v = drawn(0, lead=())
    mask = torch.rand(5, 7) > 0.4
    mask[:, 2] = True
    want = by_loops(q, k, v, mask)
    torch.testing.assert_close(attend(q, k, v, mask, fused=fused), want)
    everything = torch.ones(5, 7, dtype=torch.bool)
    torch.testing.assert_close(attend(q, k, v, fused=fused), by_loops(q, k, v, everything))


@pytest.mark.parametrize("fused", [False, True])
def test_causal_aligns_the_last_query_with_the_last_key(fused):
    q, k, v = drawn(1, queries=3, keys=5, lead=())
    allowed = [[b <= a + 2 for b in range(5)] for a in range(3)]
    torch.testing.assert_close(
        attend(q, k, v, causal=True, fused=fused), by_loops(q, k, v, allowed)
    )


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("masked", [False, True])
def test_value_and_gradient_are_pytorchs(causal, masked):
    q, k, v = (each.requires_grad_() for each in drawn(2, queries=6, keys=6))
    mask = torch.rand(2, 1, 6, 6) > 0.3 if masked else None
    if masked:
        mask[..., 0] = True  # so that each row sees something
    allowed = torch.ones(6, 6, dtype=torch.bool).tril() if causal else True
    both = mask & allowed if masked else (allowed if causal else None)
    want = scaled_dot_product_attention(q, k, v, attn_mask=both)
    got = attend(q, k, v, mask, causal=causal)
    torch.testing.assert_close(got, want, rtol=0, atol=1e-12)
    upstream = torch.randn_like(want)
    for ours, theirs, closed in zip(
        torch.autograd.grad(got, (q, k, v), upstream),
        torch.autograd.grad(want, (q, k, v), upstream),
        attend_backward(q, k, v, upstream, mask, causal=causal),
        strict=True,
    ):
        torch.testing.assert_close(ours, theirs, rtol=0, atol=1e-12)
        torch.testing.assert_close(closed, theirs, rtol=0, atol=1e-12)


def test_closed_gradient_by_central_differences():
    parts = drawn(3, queries=2, keys=3, d=2, e=2, lead=())
    mask = torch.tensor([[True, True, False], [True, True, True]])
    upstream = torch.randn(2, 2, dtype=torch.float64)

    def loss():
        return (attend(*parts, mask, scale=0.9) * upstream).sum().item()

    closed = attend_backward(*parts, upstream, mask, scale=0.9)
    for part, gradient in zip(parts, closed, strict=True):
        flat = part.view(-1)
        for each in range(len(flat)):
            kept = flat[each].item()
            flat[each] = kept + 1e-5
            above = loss()
            flat[each] = kept - 1e-5
            slope = (above - loss()) / 2e-5
            flat[each] = kept
            assert slope == pytest.approx(gradient.view(-1)[each].item(), abs=1e-9)


@pytest.mark.parametrize("fused", [False, True])
def test_a_query_that_sees_nothing_gets_zeros(fused):
    q, k, v = (each.requires_grad_() for each in drawn(4))
    mask = torch.ones(5, 7, dtype=torch.bool)
    mask[2] = False
    answer = attend(q, k, v, mask, fused=fused)
    assert torch.equal(answer[..., 2, :], torch.zeros(2, 3, 3, dtype=torch.float64))
    slopes = torch.autograd.grad(answer.sum(), (q, k, v))
    assert all(each.isfinite().all() for each in slopes)
    assert torch.equal(attention_weights(q, k, mask)[..., 2, :].sum(), torch.zeros(()).double())


def test_rows_sum_to_one_even_where_scores_are_huge():
    q, k, _ = drawn(5)
    for factor in (1e-3, 1.0, 1e5):
        for mask in (None, torch.ones(5, 7, dtype=torch.bool)):
            weights = attention_weights(factor * q, factor * k, mask)
            torch.testing.assert_close(weights.sum(dim=-1), torch.ones(2, 3, 5).double())


def test_dropout_keeps_the_mean():
    q, k, v = drawn(6, lead=())
    for fused in (False, True):
        mean = sum(attend(q, k, v, dropout=0.5, fused=fused) for _ in range(4000)) / 4000
        torch.testing.assert_close(mean, attend(q, k, v), rtol=0, atol=0.1)
        assert not torch.equal(attend(q, k, v, dropout=0.5, fused=fused), attend(q, k, v))


def test_heads_are_blocks_of_entries():
    x = torch.arange(24).reshape(1, 2, 12)
    heads = split_heads(x, 3)
    assert heads.shape == (1, 3, 2, 4)
    assert heads[0, 1].tolist() == [[4, 5, 6, 7], [16, 17, 18, 19]]
    assert torch.equal(merge_heads(heads), x)


def as_torchs(ours, hidden_size, heads):
    theirs = nn.MultiheadAttention(hidden_size, heads, batch_first=True).double()
    parts = (ours.query, ours.key, ours.value)
    with torch.no_grad():
        theirs.in_proj_weight.copy_(torch.cat([each.weight for each in parts]))
        theirs.in_proj_bias.copy_(torch.cat([each.bias for each in parts]))
        theirs.out_proj.weight.copy_(ours.output.weight)
        theirs.out_proj.bias.copy_(ours.output.bias)
    return theirs


@pytest.mark.parametrize("fused", [False, True])
def test_the_module_is_pytorchs(fused):
    torch.manual_seed(7)
    ours = MultiHeadAttention(12, 3, fused=fused).double()
    theirs = as_torchs(ours, 12, 3)
    x = torch.randn(4, 6, 12, dtype=torch.float64)
    real = torch.arange(6) < torch.tensor([[6], [4], [1], [3]])
    want, weights = theirs(x, x, x, key_padding_mask=~real, average_attn_weights=False)
    torch.testing.assert_close(ours(x, real), want)
    torch.testing.assert_close(ours.weights(x, real), weights)
    # the same mask for pairs, and for pairs of each head
    pairs = real[:, None].expand(4, 6, 6)
    torch.testing.assert_close(ours(x, pairs), want)
    torch.testing.assert_close(ours(x, pairs[:, None].expand(4, 3, 6, 6)), want)
    later = torch.ones(6, 6, dtype=torch.bool).triu(1)
    want, weights = theirs(x, x, x, attn_mask=later, average_attn_weights=False)
    torch.testing.assert_close(ours(x, causal=True), want)
    torch.testing.assert_close(ours.weights(x, causal=True), weights)


def test_looking_at_another_sequence():
    torch.manual_seed(8)
    ours = MultiHeadAttention(8, 2).double()
    x, memory = torch.randn(2, 3, 8).double(), torch.randn(2, 5, 8).double()
    want, weights = as_torchs(ours, 8, 2)(x, memory, memory, average_attn_weights=False)
    torch.testing.assert_close(ours(x, memory=memory), want)
    torch.testing.assert_close(ours.weights(x, memory=memory), weights)


def test_dropout_in_training_only():
    torch.manual_seed(9)
    model, x = MultiHeadAttention(8, 2, dropout=0.5), torch.randn(1, 4, 8)
    assert not torch.equal(model(x), model(x))
    model.eval()
    assert torch.equal(model(x), model(x))


def test_float32_and_numpy_agree():
    q, k, v = (each.float() for each in drawn(10, lead=()))
    scores = q.numpy() @ k.numpy().T / 2
    weights = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(attend(q, k, v).numpy(), weights @ v.numpy(), rtol=1e-5, atol=1e-6)


def test_what_does_not_fit_is_named():
    q, k, v = drawn(11, lead=())
    with pytest.raises(ValueError, match="4 entries and k 3"):
        attend(q, k[:, :3], v)
    with pytest.raises(ValueError, match="v has 6 positions and k 7"):
        attend(q, k, v[:6])
    with pytest.raises(ValueError, match=r"mask is torch\.float64; give bool"):
        attend(q, k, v, torch.zeros(5, 7).double())
    with pytest.raises(ValueError, match=r"mask has shape \(7, 5\)"):
        attend(q, k, v, torch.ones(7, 5, dtype=torch.bool))
    with pytest.raises(ValueError, match=r"mask has shape \(2, 5, 7\)"):
        attend(q, k, v, torch.ones(2, 5, 7, dtype=torch.bool))
    with pytest.raises(ValueError, match="q has 7 positions and k 5"):
        attend(k, q, v[:5], causal=True)
    with pytest.raises(ValueError, match="upstream has shape"):
        attend_backward(q, k, v, torch.ones(5, 4).double())
    with pytest.raises(ValueError, match="heads is 5"):
        split_heads(torch.ones(2, 12), 5)
    with pytest.raises(ValueError, match="heads is 0"):
        MultiHeadAttention(12, 0)
    with pytest.raises(ValueError, match="mask has shape"):
        MultiHeadAttention(12, 3)(torch.ones(2, 4, 12), torch.ones(4, dtype=torch.bool))

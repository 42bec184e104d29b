"""The attention half of an encoder layer with its gradient derived by hand.

PyTorch records some thirty operations for it and keeps what each of them might need. Written out,
the backward pass needs a few saved tensors, and the products can run in bfloat16 while everything
that is summed or normalised stays float32. What is cheap beside the products with weights (the
attention weights out of q and k, the short copies of W) is made a second time instead of kept.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from ftlib.train.fast.dropping import Mask, draw_mask
from ftlib.train.fast.products import (
    add_dropped,
    linear,
    linear_gradients,
    normalise,
    normalise_gradients,
    undropped,
)


class AttentionSettings(NamedTuple):
    """What the attention half does beside its weights.

    Attributes:
        heads: h; the hidden size H is a multiple of it.
        compute: the dtype of the products with weights.
        first_only: only the first token of each sequence asks (the others are still looked at).
        drop_scores, drop_output: probabilities of the two dropouts; 0 outside training.
        epsilon: of the layer normalisation.
    """

    heads: int
    compute: torch.dtype
    first_only: bool
    drop_scores: float
    drop_output: float
    epsilon: float


class AttentionHalf(torch.autograd.Function):
    """LN(x + dropout(softmax(q kᵀ/√d + bias) v Woᵀ + bo)), with q, k and v affine in x.

    Args (of `apply`):
        x: [B, T, H].
        bias: [B, 1, T], added to every row of scores (−∞ or a huge negative where padded), or None.
        settings: `AttentionSettings`.
        parameters: wq, bq, wk, bk, wv, bv, wo, bo, gain, shift as torch keeps them.

    Returns:
        [B, T, H], or [B, 1, H] with `first_only`.

    Source: Vaswani et al., NeurIPS 2017; Devlin et al., NAACL 2019 (post-norm layer).
    """

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, bias: Tensor | None, settings: AttentionSettings, *parameters: Tensor
    ) -> Tensor:
        wq, bq, wk, bk, wv, bv, wo, bo, gain, shift = parameters
        asking = x[:, :1] if settings.first_only else x
        seen = x.to(settings.compute)
        asked = seen[:, :1] if settings.first_only else seen
        q = linear(asked, wq, bq)  # [B, Q, H]
        k, v = linear(seen, wk, bk), linear(seen, wv, bv)  # [B, T, H]
        p = _weights(q, k, bias, settings, x.dtype)  # [B·h, Q, T]
        inner = draw_mask(p.shape, settings.drop_scores)
        context = _bmm(_kept(p, inner), _heads(v, settings.heads, x.dtype), _scale(inner))
        c = _merged(context, settings, len(x))  # [B, Q, H]
        o = linear(c, wo, bo)
        outer = draw_mask(o.shape, settings.drop_output)
        r = add_dropped(asking, o, outer)
        y, mean, rstd = normalise(r, gain, shift, settings.epsilon)
        ctx.save_for_backward(seen, bias, q, k, v, c, r, mean, rstd, wq, wk, wv, wo, gain, shift)
        ctx.settings, ctx.inner, ctx.outer = settings, inner, outer
        return y

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, dy: Tensor) -> tuple[Tensor | None, ...]:
        with torch.autocast("cpu", enabled=False):
            return _attention_gradients(ctx, dy)


def _attention_gradients(ctx: Any, dy: Tensor) -> tuple[Tensor | None, ...]:
    seen, bias, q, k, v, c, r, mean, rstd, wq, wk, wv, wo, gain, shift = ctx.saved_tensors
    settings: AttentionSettings = ctx.settings
    wanted = ctx.needs_input_grad[3:]
    wq, wk, wv, wo = (w.to(settings.compute) for w in (wq, wk, wv, wo))
    p = _weights(q, k, bias, settings, dy.dtype)
    q, k, v = (_heads(each, settings.heads, dy.dtype) for each in (q, k, v))  # [B·h, …, d]
    dr, dgain, dshift = normalise_gradients(dy, r, mean, rstd, gain, shift)
    do = undropped(dr, ctx.outer, settings.compute)
    dwo, dbo = linear_gradients(do, c, wanted[6:8])
    dcontext = _heads(do @ wo, settings.heads, dy.dtype)
    scale = _scale(ctx.inner)
    dv = _bmm(_kept(p, ctx.inner).transpose(1, 2), dcontext, scale)
    dp = _bmm(dcontext, v.transpose(1, 2), scale)
    if ctx.inner is not None:
        dp.mul_(ctx.inner.ones(dp.dtype))
    ds = torch.ops.aten._softmax_backward_data(dp, p, -1, p.dtype)
    root = 1 / math.sqrt(q.shape[-1])
    dq = _merged(_bmm(ds, k, root), settings, len(dy))
    dk = _merged(_bmm(ds.transpose(1, 2), q, root), settings, len(dy))
    dv = _merged(dv, settings, len(dy))
    asked = seen[:, :1] if settings.first_only else seen
    gradients = (
        *linear_gradients(dq, asked, wanted[0:2]),
        *linear_gradients(dk, seen, wanted[2:4]),
        *linear_gradients(dv, seen, wanted[4:6]),
        *(dwo, dbo, dgain, dshift),
    )
    dx = None
    if ctx.needs_input_grad[0]:
        dx = (dk @ wk).add_(dv @ wv).to(dy.dtype)
        dx[:, : dr.shape[1]] += (dq @ wq).add(dr)
    return dx, None, None, *gradients


def _heads(x: Tensor, heads: int, dtype: torch.dtype) -> Tensor:
    """[B, T, H] → [B·h, T, d], copied and converted in one pass."""
    batch, length, hidden = x.shape
    split = x.view(batch, length, heads, hidden // heads).transpose(1, 2)
    apart = torch.empty(split.shape, dtype=dtype).copy_(split)
    return apart.view(batch * heads, length, hidden // heads)


def _merged(x: Tensor, settings: AttentionSettings, batch: int) -> Tensor:
    """[B·h, T, d] → [B, T, H] in the dtype of the products: `_heads` backwards."""
    length, size = x.shape[1:]
    split = x.view(batch, settings.heads, length, size).transpose(1, 2)
    together = torch.empty(split.shape, dtype=settings.compute).copy_(split)
    return together.view(batch, length, settings.heads * size)


def _weights(
    q: Tensor, k: Tensor, bias: Tensor | None, settings: AttentionSettings, dtype: torch.dtype
) -> Tensor:
    """softmax(q kᵀ/√d + bias) for each head, [B·h, Q, T], of q [B, Q, H] and k [B, T, H]."""
    q, k = (_heads(each, settings.heads, dtype) for each in (q, k))
    scores = _bmm(q, k.transpose(1, 2), 1 / math.sqrt(q.shape[-1]))
    if bias is not None:
        scores.view(len(bias), settings.heads, *scores.shape[1:]).add_(bias[:, None])
    return scores.softmax(-1)


def _bmm(a: Tensor, b: Tensor, scale: float) -> Tensor:
    """scale · a b for each of the matrices; the scale costs no pass of its own."""
    empty = a.new_empty(())
    return torch.baddbmm(empty, a, b, beta=0, alpha=scale)


def _kept(p: Tensor, mask: Mask | None) -> Tensor:
    return p if mask is None else p * mask.ones(p.dtype)


def _scale(mask: Mask | None) -> float:
    return 1.0 if mask is None else mask.scale

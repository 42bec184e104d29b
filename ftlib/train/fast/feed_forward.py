"""The feed-forward half of an encoder layer with its gradient derived by hand."""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable
from torch.nn.functional import gelu

from ftlib.train.fast.dropping import draw_mask
from ftlib.train.fast.products import (
    add_dropped,
    linear,
    linear_gradients,
    normalise,
    normalise_gradients,
    undropped,
)


class FeedForwardSettings(NamedTuple):
    """The dtype of the products, the probability of the dropout, and the normalisation's ε."""

    compute: torch.dtype
    drop_output: float
    epsilon: float


class FeedForwardHalf(torch.autograd.Function):
    """LN(x + dropout(gelu(x W1ᵀ + b1) W2ᵀ + b2)), with the exact (erf) gelu.

    Args (of `apply`):
        x: [B, T, H].
        settings: `FeedForwardSettings`.
        parameters: w1, b1, w2, b2, gain, shift as torch keeps them.

    Returns:
        [B, T, H].

    Source: Devlin et al., NAACL 2019; Hendrycks and Gimpel, 2016 (gelu).
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, settings: FeedForwardSettings, *parameters: Tensor) -> Tensor:
        w1, b1, w2, b2, gain, shift = parameters
        seen = x.to(settings.compute)
        u = linear(seen, w1, b1)  # [B, T, 4H]
        o = linear(gelu(u), w2, b2)  # [B, T, H]
        mask = draw_mask(o.shape, settings.drop_output)
        r = add_dropped(x, o, mask)
        y, mean, rstd = normalise(r, gain, shift, settings.epsilon)
        ctx.save_for_backward(seen, u, r, mean, rstd, w1, w2, gain, shift)
        ctx.settings, ctx.mask = settings, mask
        return y

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, dy: Tensor) -> tuple[Tensor | None, ...]:
        with torch.autocast("cpu", enabled=False):
            return _feed_forward_gradients(ctx, dy)


def _feed_forward_gradients(ctx: Any, dy: Tensor) -> tuple[Tensor | None, ...]:
    seen, u, r, mean, rstd, w1, w2, gain, shift = ctx.saved_tensors
    wanted = ctx.needs_input_grad[2:]
    w1, w2 = w1.to(ctx.settings.compute), w2.to(ctx.settings.compute)
    dr, dgain, dshift = normalise_gradients(dy, r, mean, rstd, gain, shift)
    do = undropped(dr, ctx.mask, ctx.settings.compute)
    # gelu(u) a second time costs a hundredth of the step; kept, it would be the largest tensor.
    dw2, db2 = linear_gradients(do, gelu(u), wanted[2:4])
    du = torch.ops.aten.gelu_backward(do @ w2, u)
    dw1, db1 = linear_gradients(du, seen, wanted[0:2])
    dx = dr.add_(du @ w1) if ctx.needs_input_grad[0] else None
    return dx, None, dw1, db1, dw2, db2, dgain, dshift

"""Attention: each position asks, every position answers, and the answers are averaged."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention


def attention_weights(
    q: Tensor,
    k: Tensor,
    mask: Tensor | None = None,
    *,
    causal: bool = False,
    scale: float | None = None,
) -> Tensor:
    """P: how much each query takes from each key. Rows sum to one.

    Args:
        q: queries [..., Tq, d]; k: keys [..., Tk, d]. Floating point.
        mask: bool, broadcast to [..., Tq, Tk]; True = may look. None = everything may be looked at.
        causal: also hide every later key. The *last* query belongs to the *last* key, so that
            queries may be fewer than keys (a cache holds the earlier ones).
        scale: what q·k is multiplied by; 1/√d when None.

    Returns:
        [..., Tq, Tk]. A row that may look at nothing holds zeros, not NaN.

    Raises:
        ValueError: other numbers of entries in q and k, a mask that is not bool or does not fit,
            more queries than keys with `causal`.

    Source: chapter *Attention and the Transformer*, equations (attention) and (attention-mask).
    """
    allowed = _allowed(q, k, mask, causal)
    scores = (q * _scale(q, scale)) @ k.mT  # [..., Tq, Tk]
    if allowed is None:
        return torch.softmax(scores, dim=-1)
    scores = scores.masked_fill(~allowed, -math.inf)
    # A row of −∞ only has no largest entry to subtract, and its sum is 0: neither may be used.
    highest = scores.detach().amax(dim=-1, keepdim=True)
    shares = torch.exp(scores - highest.masked_fill(highest == -math.inf, 0))
    total = shares.sum(dim=-1, keepdim=True)
    return shares / total.masked_fill(total == 0, 1)


def attend(
    q: Tensor,
    k: Tensor,
    v: Tensor,
    mask: Tensor | None = None,
    *,
    causal: bool = False,
    scale: float | None = None,
    dropout: float = 0.0,
    fused: bool = False,
) -> Tensor:
    """P v: for each query the mean of the values, weighted by how well its key fits.

    Args:
        q, k, mask, causal, scale: as `attention_weights`.
        v: values [..., Tk, e].
        dropout: share of the weights that are set to zero, the others growing to make up for it.
        fused: let PyTorch's own kernel compute the same.

    Returns:
        [..., Tq, e]. Zeros for a query that may look at nothing.

    Raises:
        ValueError: as `attention_weights`, or another number of values than keys.

    Source: chapter *Attention and the Transformer*, equation (attention); Vaswani et al. (2017).
    """
    if v.shape[-2] != k.shape[-2]:
        raise ValueError(f"v has {v.shape[-2]} positions and k {k.shape[-2]}; each key has a value")
    if fused:
        allowed = _allowed(q, k, mask, causal)
        answer: Tensor = scaled_dot_product_attention(
            q, k, v, attn_mask=allowed, dropout_p=dropout, scale=_scale(q, scale)
        )
        return answer
    weights = attention_weights(q, k, mask, causal=causal, scale=scale)
    return torch.dropout(weights, dropout, train=dropout > 0) @ v


def attend_backward(
    q: Tensor,
    k: Tensor,
    v: Tensor,
    upstream: Tensor,
    mask: Tensor | None = None,
    *,
    causal: bool = False,
    scale: float | None = None,
) -> tuple[Tensor, Tensor, Tensor]:
    """The gradient of a loss with respect to q, k and v, in closed form.

    Args:
        q, k, v, mask, causal, scale: as `attend`, with the same leading dimensions.
        upstream: the loss's gradient with respect to the output of `attend`, [..., Tq, e].

    Returns:
        Gradients in the shapes of q, k and v.

    Raises:
        ValueError: as `attend`, or an upstream gradient of another shape than the output.

    Source: chapter *Attention and the Transformer*, equation (attention-gradient).
    """
    weights = attention_weights(q, k, mask, causal=causal, scale=scale)  # [..., Tq, Tk]
    want = (*weights.shape[:-1], v.shape[-1])
    if upstream.shape != want:
        raise ValueError(
            f"upstream has shape {tuple(upstream.shape)}; the output has {want}, give its gradient"
        )
    to_weights = upstream @ v.mT
    inner = (weights * to_weights).sum(dim=-1, keepdim=True)
    to_scores = weights * (to_weights - inner) * _scale(q, scale)
    return to_scores @ k, to_scores.mT @ q, weights.mT @ upstream


def split_heads(x: Tensor, heads: int) -> Tensor:
    """[..., T, H] → [..., heads, T, H/heads]: entries in order, each head a block of them.

    Raises:
        ValueError: a hidden size that the heads do not divide.

    Source: chapter *Attention and the Transformer*, equation (heads).
    """
    if heads < 1 or x.shape[-1] % heads:
        raise ValueError(f"heads is {heads} and hidden_size {x.shape[-1]}; give a divisor of it")
    return x.unflatten(-1, (heads, -1)).transpose(-3, -2)


def merge_heads(x: Tensor) -> Tensor:
    """[..., heads, T, d] → [..., T, heads·d]: undoes `split_heads`.

    Source: chapter *Attention and the Transformer*, equation (heads).
    """
    return x.transpose(-3, -2).flatten(-2)


class MultiHeadAttention(nn.Module):
    """Several small attentions side by side, each with its own view of the same sequence.

    Args:
        hidden_size: H, entries of a position's state.
        heads: how many; they divide H, and each has d = H / heads entries.
        dropout: share of the weights dropped while training.
        fused: compute with PyTorch's kernel; False for our own formula, entry by entry the same.

    Raises:
        ValueError: heads that do not divide the hidden size.

    Source: chapter *Attention and the Transformer*, equation (heads); Vaswani et al. (2017).
    """

    def __init__(
        self, hidden_size: int, heads: int, dropout: float = 0.0, *, fused: bool = True
    ) -> None:
        super().__init__()
        if heads < 1 or hidden_size % heads:
            raise ValueError(f"heads is {heads} and hidden_size {hidden_size}; give a divisor")
        self.heads, self.dropout, self.fused = heads, dropout, fused
        self.query = nn.Linear(hidden_size, hidden_size)
        self.key = nn.Linear(hidden_size, hidden_size)
        self.value = nn.Linear(hidden_size, hidden_size)
        self.output = nn.Linear(hidden_size, hidden_size)

    def forward(
        self,
        x: Tensor,
        mask: Tensor | None = None,
        causal: bool = False,
        memory: Tensor | None = None,
    ) -> Tensor:
        """[B, T, H] → [B, T, H].

        Args:
            x: the states that ask.
            mask: bool, True = may be looked at: [B, Tk] for keys (padding is False), [B, T, Tk]
                for pairs, or [B, heads, T, Tk].
            causal: hide later positions.
            memory: the states that answer, [B, Tk, H]; x itself when None (self-attention).
        """
        source = x if memory is None else memory
        answer = attend(
            split_heads(self.query(x), self.heads),
            split_heads(self.key(source), self.heads),
            split_heads(self.value(source), self.heads),
            _for_heads(mask),
            causal=causal,
            dropout=self.dropout if self.training else 0.0,
            fused=self.fused,
        )
        merged: Tensor = self.output(merge_heads(answer))
        return merged

    def weights(
        self,
        x: Tensor,
        mask: Tensor | None = None,
        causal: bool = False,
        memory: Tensor | None = None,
    ) -> Tensor:
        """The attention weights of each head, [B, heads, T, Tk]; arguments as `forward`."""
        q = split_heads(self.query(x), self.heads)
        k = split_heads(self.key(x if memory is None else memory), self.heads)
        return attention_weights(q, k, _for_heads(mask), causal=causal)


def _scale(q: Tensor, scale: float | None) -> float:
    return 1 / math.sqrt(q.shape[-1]) if scale is None else scale


def _for_heads(mask: Tensor | None) -> Tensor | None:
    """Give a mask of keys or of pairs the dimension of the heads (and of the queries)."""
    if mask is None or mask.ndim == 4:
        return mask
    if mask.ndim == 2:
        return mask[:, None, None, :]
    if mask.ndim == 3:
        return mask[:, None]
    raise ValueError(f"mask has shape {tuple(mask.shape)}; give [B, Tk], [B, T, Tk] or four sizes")


def _allowed(q: Tensor, k: Tensor, mask: Tensor | None, causal: bool) -> Tensor | None:
    """The pairs that may look at each other, or None for all; also refuses what does not fit."""
    if q.shape[-1] != k.shape[-1]:
        raise ValueError(
            f"q has {q.shape[-1]} entries and k {k.shape[-1]}; q·k needs as many in both"
        )
    queries, keys = q.shape[-2], k.shape[-2]
    if mask is not None:
        _check_mask(mask, (*torch.broadcast_shapes(q.shape[:-2], k.shape[:-2]), queries, keys))
    if not causal:
        return mask
    if queries > keys:
        raise ValueError(
            f"q has {queries} positions and k {keys}; with causal the last ones belong together, "
            "so give at least as many keys"
        )
    earlier = torch.ones(queries, keys, dtype=torch.bool, device=q.device).tril(keys - queries)
    return earlier if mask is None else mask & earlier


def _check_mask(mask: Tensor, shape: tuple[int, ...]) -> None:
    if mask.dtype != torch.bool:
        raise ValueError(f"mask is {mask.dtype}; give bool, True where a query may look")
    try:
        fits = torch.broadcast_shapes(mask.shape, shape) == shape
    except RuntimeError:
        fits = False
    if not fits:
        raise ValueError(f"mask has shape {tuple(mask.shape)}; it must broadcast to {shape}")

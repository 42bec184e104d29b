"""Token after token: predict, choose, append, and again."""

from __future__ import annotations

import torch
from torch import Tensor

from ftlib.models.transformer.cache import KeyValueCache
from ftlib.models.transformer.decoder import Decoder
from ftlib.models.transformer.sampling import Sampler, greedy


@torch.no_grad()
def generate(
    model: Decoder,
    tokens: Tensor,
    max_new_tokens: int,
    *,
    sampler: Sampler = greedy,
    cache: bool = True,
    generator: torch.Generator | None = None,
    end: int | None = None,
    mask: Tensor | None = None,
) -> Tensor:
    """Continue each sequence.

    Args:
        model: a `Decoder`; put it into eval mode before.
        tokens: the beginnings, int64 [B, T], T ≥ 1, as long as one another or padded at the left.
        max_new_tokens: how many to add, 0 or more.
        sampler: (logits [B, V], generator) → int64 [B]; `greedy`, or what `sampling.sampler` makes.
        cache: keep keys and values; without, every step reads everything again.
        generator: of random numbers, on the model's device.
        end: a token that ends a sequence; from then on it is filled up with it. Stops early when
            all have ended.
        mask: bool [B, T], False at padding.

    Returns:
        int64 [B, T + at most max_new_tokens]: the beginnings and what follows.

    Raises:
        ValueError: a negative max_new_tokens, or as `Decoder.forward`.

    Source: chapter *GPT*, equations (inverse-cdf) and (cached-step).
    """
    if max_new_tokens < 0:
        raise ValueError(f"max_new_tokens is {max_new_tokens}; give 0 or more")
    kept = KeyValueCache() if cache else None
    new = tokens
    ended = torch.zeros(len(tokens), dtype=torch.bool, device=tokens.device)
    for _ in range(max_new_tokens):
        last = model.states(new if cache else tokens, kept, mask)[:, -1]  # [B, H]
        chosen = sampler(model.logits(last), generator)
        if end is not None:
            chosen = torch.where(ended, end, chosen)
            ended = ended | (chosen == end)
        new = chosen[:, None]
        tokens = torch.cat([tokens, new], dim=1)
        if mask is not None:
            mask = torch.cat([mask, torch.ones_like(mask[:, :1])], dim=1)
        if ended.all():
            break
    return tokens

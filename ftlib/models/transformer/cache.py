"""What a decoder keeps of the tokens it has read: their keys and values, layer by layer."""

from __future__ import annotations

import torch
from torch import Tensor


class KeyValueCache:
    """Keys and values of all tokens so far. Empty at first; `Decoder` fills it as it reads.

    With it, reading one more token costs as much as that token, not as all before it.

    Source: chapter *GPT*, equation (cached-step).
    """

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Tensor, Tensor]] = {}

    @property
    def length(self) -> int:
        """How many tokens have been read (0 in the beginning)."""
        return self._kept[0][0].shape[-2] if self._kept else 0

    def extend(self, layer: int, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
        """Append what a layer computed for new tokens; get all that it has.

        Args:
            layer: its number, from 0.
            keys, values: of the T new tokens, [B, heads, T, d], keys already turned.

        Returns:
            Keys and values of all S tokens, [B, heads, S, d] each.

        Raises:
            ValueError: other sequences (batch), heads or sizes than those kept.
        """
        if layer in self._kept:
            old_keys, old_values = self._kept[layer]
            if old_keys.shape[:2] != keys.shape[:2] or old_keys.shape[3] != keys.shape[3]:
                raise ValueError(
                    f"keys have shape {tuple(keys.shape)}, but the cache holds "
                    f"{tuple(old_keys.shape)}; begin a new KeyValueCache for other sequences"
                )
            keys = torch.cat([old_keys, keys], dim=-2)
            values = torch.cat([old_values, values], dim=-2)
        self._kept[layer] = keys, values
        return keys, values

    def branch(self, count: int = 1) -> KeyValueCache:
        """A cache of its own that begins with what this one holds, for `count` sequences each.

        What many texts have in common (the examples of a prompt) is read once, and every text
        goes on from there. Nothing that the branch reads changes this cache.

        Raises:
            ValueError: a count below 1.
        """
        if count < 1:
            raise ValueError(f"count is {count}; give 1 or more")
        other = KeyValueCache()
        other._kept = {
            layer: (keys.repeat_interleave(count, 0), values.repeat_interleave(count, 0))
            for layer, (keys, values) in self._kept.items()
        }
        return other

    def numbers(self) -> int:
        """How many numbers are kept: 2 · layers · B · heads · tokens · d."""
        return sum(keys.numel() + values.numel() for keys, values in self._kept.values())

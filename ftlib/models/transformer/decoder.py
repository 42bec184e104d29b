"""A decoder in the manner of Llama: each token looks back, and the next one is predicted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ftlib.models.transformer.attention import attend, merge_heads, split_heads
from ftlib.models.transformer.cache import KeyValueCache
from ftlib.models.transformer.rotary import rotary_angles, rotate


@dataclass(frozen=True)
class DecoderConfig:
    """Sizes of a `Decoder`.

    Args:
        vocabulary: V, number of tokens.
        hidden_size: H, numbers a token has between the layers.
        layers: L.
        heads: of the queries; divides hidden_size, and hidden_size / heads is even.
        kv_heads: of keys and values; divides heads (None: as many as heads).
        inner_size: width inside a feed-forward layer (None: 8/3 of hidden_size, up to a multiple
            of 8, so that its three matrices have as many weights as two of four times the width).
        rope_base: of `rotary_angles`.
        norm_eps: added to the mean square in `RMSNorm`.
        tied: whether the output layer is the embedding.
        dropout: share of each sublayer's output that is set to zero in training.
        fused: attention by PyTorch's kernel; False for `attend`'s own formula, the same in numbers.

    Raises:
        ValueError: sizes that do not fit together.
    """

    vocabulary: int
    hidden_size: int = 64
    layers: int = 2
    heads: int = 4
    kv_heads: int | None = None
    inner_size: int | None = None
    rope_base: float = 10_000.0
    norm_eps: float = 1e-5
    tied: bool = True
    dropout: float = 0.0
    fused: bool = True

    def __post_init__(self) -> None:
        if min(self.vocabulary, self.hidden_size, self.layers, self.heads, self.groups) < 1:
            raise ValueError(f"{self}; sizes are at least 1")
        if self.hidden_size % self.heads or self.head_size % 2:
            raise ValueError(
                f"hidden_size is {self.hidden_size} and heads {self.heads}; "
                "a head needs an even whole share of hidden_size"
            )
        if self.heads % self.key_heads:
            raise ValueError(
                f"heads is {self.heads} and kv_heads {self.key_heads}; kv_heads must divide heads"
            )

    @property
    def head_size(self) -> int:
        return self.hidden_size // self.heads

    @property
    def key_heads(self) -> int:
        return self.heads if self.kv_heads is None else self.kv_heads

    @property
    def groups(self) -> int:
        """How many heads of queries share one of keys and values."""
        return self.heads // self.key_heads if self.key_heads > 0 else 0

    @property
    def width(self) -> int:
        """Of the feed-forward layers."""
        return self.inner_size or -(-8 * self.hidden_size // 24) * 8


class RMSNorm(nn.Module):
    """x divided by its root mean square, entry by entry times a learned gain.

    Shape: [..., H] → [..., H].
    Source: chapter *GPT*, equation (rms-norm); Zhang & Sennrich (2019).
    """

    def __init__(self, hidden_size: int, eps: float = 1e-5) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(hidden_size))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        return x * torch.rsqrt(x.square().mean(dim=-1, keepdim=True) + self.eps) * self.weight


class SwiGLU(nn.Module):
    """down(silu(gate x) ⊙ up x): one linear map decides how much of the other passes.

    Shape: [..., H] → [..., H].
    Source: chapter *GPT*, equation (swiglu); Shazeer (2020).
    """

    def __init__(self, hidden_size: int, inner_size: int) -> None:
        super().__init__()
        self.gate = nn.Linear(hidden_size, inner_size, bias=False)
        self.up = nn.Linear(hidden_size, inner_size, bias=False)
        self.down = nn.Linear(inner_size, hidden_size, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.down(F.silu(self.gate(x)) * self.up(x))
        return result


class CausalAttention(nn.Module):
    """Each token looks at itself and at those before it; heads of queries share keys and values.

    Shape: [B, T, H] → [B, T, H].
    Source: chapter *GPT*, equations (causal-mask) and (grouped-queries); Ainslie et al. (2023).
    """

    def __init__(self, config: DecoderConfig) -> None:
        super().__init__()
        hidden, shared = config.hidden_size, config.key_heads * config.head_size
        self.head_size, self.groups = config.head_size, config.groups
        self.fused = config.fused
        self.query = nn.Linear(hidden, hidden, bias=False)
        self.key = nn.Linear(hidden, shared, bias=False)
        self.value = nn.Linear(hidden, shared, bias=False)
        self.output = nn.Linear(hidden, hidden, bias=False)

    def forward(
        self,
        x: Tensor,
        angles: Tensor,
        mask: Tensor | None,
        cache: KeyValueCache | None,
        layer: int,
    ) -> Tensor:
        """mask: bool [B, 1, 1, S], True = may be looked at, unless it is later; None = all."""
        q, k, v = (
            split_heads(each, each.shape[-1] // self.head_size)  # [B, heads, T, d]
            for each in (self.query(x), self.key(x), self.value(x))
        )
        q, k = rotate(q, angles), rotate(k, angles)
        if cache is not None:
            k, v = cache.extend(layer, k, v)  # [B, key heads, S, d]
        k, v = (
            each.repeat_interleave(self.groups, dim=1) for each in (k, v)
        )  # a copy a query head
        seen = attend(q, k, v, mask, causal=True, fused=self.fused)
        result: Tensor = self.output(merge_heads(seen))
        return result


class DecoderLayer(nn.Module):
    """x + attention(norm x), then x + feed-forward(norm x). Shape: [B, T, H] → [B, T, H].

    Source: chapter *GPT*, equation (decoder-layer).
    """

    def __init__(self, config: DecoderConfig) -> None:
        super().__init__()
        self.attention_norm = RMSNorm(config.hidden_size, config.norm_eps)
        self.attention = CausalAttention(config)
        self.inner_norm = RMSNorm(config.hidden_size, config.norm_eps)
        self.inner = SwiGLU(config.hidden_size, config.width)
        self.dropout = nn.Dropout(config.dropout)

    def forward(
        self,
        x: Tensor,
        angles: Tensor,
        mask: Tensor | None,
        cache: KeyValueCache | None,
        layer: int,
    ) -> Tensor:
        seen = self.attention(self.attention_norm(x), angles, mask, cache, layer)
        x = x + self.dropout(seen)
        result: Tensor = x + self.dropout(self.inner(self.inner_norm(x)))
        return result


class Decoder(nn.Module):
    """Embedding, L layers, a last norm, and the logits of the next token at every position.

    Args:
        config: its sizes. Weights begin normal with standard deviation 0.02, those that write into
            the residual stream divided by √(2L) (Radford et al., 2019).

    Source: chapter *GPT*, equation (decoder).
    """

    def __init__(self, config: DecoderConfig) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocabulary, config.hidden_size)
        self.layers = nn.ModuleList(DecoderLayer(config) for _ in range(config.layers))
        self.norm = RMSNorm(config.hidden_size, config.norm_eps)
        self.head = (
            None if config.tied else nn.Linear(config.hidden_size, config.vocabulary, bias=False)
        )
        for name, weight in self.named_parameters():
            if weight.ndim == 2:
                into_stream = name.endswith(("attention.output.weight", "inner.down.weight"))
                nn.init.normal_(weight, std=0.02 / (2 * config.layers) ** (0.5 * into_stream))

    def forward(
        self, tokens: Tensor, cache: KeyValueCache | None = None, mask: Tensor | None = None
    ) -> Tensor:
        """Logits of the token that follows each of `tokens`.

        Args:
            tokens: int64 [B, T]; with a cache, only those that it has not read yet.
            cache: what was read before; the new tokens are added to it.
            mask: bool [B, S], S = cached tokens + T: False at padding, which nobody looks at. Texts
                may be padded at either side, since rotary positions count differences only; but
                padding between two parts of one would push them apart.

        Returns:
            float [B, T, V]. What stands at a padded place is of no use.

        Raises:
            ValueError: tokens that are no int64 [B, T], or a mask of another shape.
        """
        return self.logits(self.states(tokens, cache, mask))

    def states(
        self, tokens: Tensor, cache: KeyValueCache | None = None, mask: Tensor | None = None
    ) -> Tensor:
        """As `forward`, without the last matrix: float [B, T, H], normed."""
        if tokens.ndim != 2 or tokens.dtype != torch.int64 or tokens.shape[1] < 1:
            raise ValueError(
                f"tokens have shape {tuple(tokens.shape)} and dtype {tokens.dtype}; "
                "give int64 [B, T] with at least one token"
            )
        before = cache.length if cache is not None else 0
        want = (len(tokens), before + tokens.shape[1])
        if mask is not None and (mask.shape != want or mask.dtype != torch.bool):
            raise ValueError(
                f"mask has shape {tuple(mask.shape)} and dtype {mask.dtype}; "
                f"give bool {want}, with the tokens of the cache"
            )
        positions = torch.arange(before, before + tokens.shape[1], device=tokens.device)
        angles = rotary_angles(positions, self.config.head_size, base=self.config.rope_base)
        looks = None if mask is None else mask[:, None, None, :]  # [B, 1, 1, S]
        x: Tensor = self.embedding(tokens)
        for number, layer in enumerate(self.layers):
            x = layer(x, angles, looks, cache, number)
        result: Tensor = self.norm(x)
        return result

    def logits(self, states: Tensor) -> Tensor:
        """[..., H] → [..., V]."""
        weight = self.embedding.weight if self.head is None else self.head.weight
        return F.linear(states, weight)

    @classmethod
    def load_llama(cls, folder: str | PathLike[str]) -> Decoder:
        """A decoder with the weights of a Llama checkpoint: config.json and model.safetensors.

        Raises:
            ValueError: another architecture, or an option that this decoder does not have.

        Source: chapter *GPT*, claim llama-logits.
        """
        from safetensors.torch import load_file

        said = json.loads((Path(folder) / "config.json").read_text(encoding="utf-8"))
        with torch.device("meta"):  # no random weights, which would only be replaced
            model = cls(llama_config(said))
        state = {
            _our_name(name): weight
            for name, weight in load_file(Path(folder) / "model.safetensors").items()
            if not (name == "lm_head.weight" and model.config.tied)
        }
        model.load_state_dict(state, assign=True)
        return model.eval()


def llama_config(said: dict[str, Any]) -> DecoderConfig:
    """Sizes from a Llama config.json.

    Raises:
        ValueError: another architecture, or an option that `Decoder` does not have.
    """
    rope = said.get("rope_parameters") or {"rope_theta": said.get("rope_theta", 10_000.0)}
    wanted = {
        "model_type": (said.get("model_type"), "llama"),
        "hidden_act": (said.get("hidden_act", "silu"), "silu"),
        "attention_bias": (said.get("attention_bias", False), False),
        "mlp_bias": (said.get("mlp_bias", False), False),
        "rope_type": (rope.get("rope_type", "default"), "default"),
        "rope_scaling": (said.get("rope_scaling"), None),
    }
    for name, (seen, want) in wanted.items():
        if seen != want:
            raise ValueError(f"{name} is {seen!r}; this decoder reads checkpoints with {want!r}")
    return DecoderConfig(
        vocabulary=said["vocab_size"],
        hidden_size=said["hidden_size"],
        layers=said["num_hidden_layers"],
        heads=said["num_attention_heads"],
        kv_heads=said.get("num_key_value_heads"),
        inner_size=said["intermediate_size"],
        rope_base=float(rope["rope_theta"]),
        norm_eps=said["rms_norm_eps"],
        tied=said.get("tie_word_embeddings", False),
    )


_NAMES = {
    "model.": "",
    "embed_tokens": "embedding",
    "lm_head": "head",
    "input_layernorm": "attention_norm",
    "post_attention_layernorm": "inner_norm",
    "self_attn": "attention",
    "q_proj": "query",
    "k_proj": "key",
    "v_proj": "value",
    "o_proj": "output",
    "mlp": "inner",
    "gate_proj": "gate",
    "up_proj": "up",
    "down_proj": "down",
}


def _our_name(name: str) -> str:
    for theirs, ours in _NAMES.items():
        name = name.replace(theirs, ours)
    return name

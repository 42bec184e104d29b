"""The Transformer's encoder: attention, then a small network, around each of them a shortcut."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path
from typing import Literal

from torch import Tensor, nn
from torch.nn.functional import dropout as drop
from torch.nn.functional import gelu

from ftlib.models.transformer.attention import MultiHeadAttention

Norm = Literal["post", "pre"]


class EncoderLayer(nn.Module):
    """Attention and a feed-forward network, each added to what came in.

    Args:
        hidden_size: H. heads: a divisor of H. inner_size: units between the two linear maps.
        dropout: share of the entries dropped while training, of the weights and of both parts.
        norm: "post" normalises after each sum, as in 2017 and in BERT; "pre" normalises what goes
            into each part, so that the sums run through the network untouched.
        activation: between the two linear maps.
        eps: what the layer norms add to the variance.

    Raises:
        ValueError: heads that do not divide the hidden size, another norm.

    Source: chapter *Attention and the Transformer*, equations (post-norm) and (pre-norm).
    """

    def __init__(
        self,
        hidden_size: int,
        heads: int,
        inner_size: int,
        dropout: float = 0.0,
        norm: Norm = "post",
        activation: Callable[[Tensor], Tensor] = gelu,
        *,
        eps: float = 1e-12,
    ) -> None:
        super().__init__()
        if norm not in ("post", "pre"):
            raise ValueError(f"norm is {norm!r}; give 'post' or 'pre'")
        self.attention = MultiHeadAttention(hidden_size, heads, dropout)
        self.attention_norm = nn.LayerNorm(hidden_size, eps=eps)
        self.inner = nn.Linear(hidden_size, inner_size)
        self.outer = nn.Linear(inner_size, hidden_size)
        self.feed_forward_norm = nn.LayerNorm(hidden_size, eps=eps)
        self.dropout, self.norm, self.activation = dropout, norm, activation

    def forward(
        self,
        x: Tensor,
        mask: Tensor | None = None,
        causal: bool = False,
        places: Tensor | None = None,
    ) -> Tensor:
        """[B, T, H] → [B, T, H], or [n, H] at n places; mask and causal as `MultiHeadAttention`.

        Every place is looked at; what follows the attention is computed at `places` only, a bool
        [B, T] (None = all).
        """
        if self.norm == "pre":
            x = x + self._drop(self.attention(self.attention_norm(x), mask, causal))
            x = _at(x, places)
            return x + self._drop(self.feed_forward(self.feed_forward_norm(x)))
        x = _at(x + self._drop(self.attention(x, mask, causal)), places)
        x = self.attention_norm(x)
        out: Tensor = self.feed_forward_norm(x + self._drop(self.feed_forward(x)))
        return out

    def feed_forward(self, x: Tensor) -> Tensor:
        """The same two linear maps at every position, [..., H] → [..., H].

        Source: chapter *Attention and the Transformer*, equation (feed-forward).
        """
        out: Tensor = self.outer(self.activation(self.inner(x)))
        return out

    def _drop(self, x: Tensor) -> Tensor:
        return drop(x, self.dropout, self.training)


class Encoder(nn.Module):
    """Tokens → states: embeddings, then a stack of `EncoderLayer`. BERT's architecture.

    Args:
        vocabulary: V, tokens are from 0 to V − 1.
        hidden_size, heads, inner_size, norm, dropout, eps: as `EncoderLayer`.
        layers: how many.
        positions: learned positions, the most that a sequence may have; 0 = none at all, and the
            model cannot know an order.
        segments: kinds of segments (the first sentence, the second); 0 = none.

    With "post" the embeddings are normalised, with "pre" the last states: once where the layers
    do not do it. Embeddings begin as normal numbers of width 0.02, as BERT's; linear maps in the
    way of Glorot and Bengio, with biases zero.

    Raises:
        ValueError: as `EncoderLayer`.

    Source: chapter *Attention and the Transformer*, section *The whole encoder*; Devlin et al.
    (2019).
    """

    def __init__(
        self,
        vocabulary: int,
        hidden_size: int,
        layers: int,
        heads: int,
        inner_size: int,
        positions: int = 512,
        norm: Norm = "post",
        segments: int = 2,
        dropout: float = 0.0,
        eps: float = 1e-12,
    ) -> None:
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, hidden_size)
        self.positions = nn.Embedding(positions, hidden_size) if positions else None
        self.segments = nn.Embedding(segments, hidden_size) if segments else None
        self.norm = nn.LayerNorm(hidden_size, eps=eps)
        self.layers = nn.ModuleList(
            EncoderLayer(hidden_size, heads, inner_size, dropout, norm, eps=eps)
            for _ in range(layers)
        )
        self.dropout, self.place = dropout, norm
        self.apply(_begin)

    def forward(
        self,
        tokens: Tensor,
        mask: Tensor | None = None,
        segments: Tensor | None = None,
        causal: bool = False,
        places: Tensor | None = None,
    ) -> Tensor:
        """[B, T] → [B, T, H], or [n, H] at n places.

        Args:
            tokens: int64 [B, T].
            mask: bool, as `MultiHeadAttention`: [B, T] with False for padding.
            segments: int64 [B, T], the segment of each token; all 0 when None.
            causal: hide later tokens.
            places: bool [B, T], where the states are wanted; None = everywhere. The last layer
                spares the others what follows its attention.

        Raises:
            ValueError: more tokens than positions.
        """
        x = self.embed(tokens, segments)
        last = len(self.layers) - 1
        for depth, layer in enumerate(self.layers):
            x = layer(x, mask, causal, places if depth == last else None)
        return self.norm(x) if self.place == "pre" else x

    def embed(self, tokens: Tensor, segments: Tensor | None = None) -> Tensor:
        """What goes into the first layer, [B, T] → [B, T, H]; arguments as `forward`."""
        x: Tensor = self.tokens(tokens)
        if self.positions is not None:
            length, most = tokens.shape[-1], self.positions.num_embeddings
            if length > most:
                raise ValueError(
                    f"tokens has {length} positions and the model {most}; cut the sequence"
                )
            x = x + self.positions.weight[:length]
        if self.segments is not None:
            x = x + (self.segments.weight[0] if segments is None else self.segments(segments))
        if self.place == "post":
            x = self.norm(x)
        return drop(x, self.dropout, self.training)

    @classmethod
    def load_bert(cls, folder: str | PathLike[str], *, dropout: float = 0.0) -> Encoder:
        """The encoder in a folder with a BERT model's config.json and model.safetensors.

        Raises:
            ValueError: a model of another kind, or weights that do not fit.

        Source: chapter *Attention and the Transformer*, section *The same encoder as everybody's*.
        """
        from safetensors.torch import load_file

        config = json.loads((Path(folder) / "config.json").read_text(encoding="utf-8"))
        if config.get("model_type") != "bert" or config.get("hidden_act") != "gelu":
            raise ValueError(
                f"folder holds a model of type {config.get('model_type')!r} with activation "
                f"{config.get('hidden_act')!r}; give a BERT with gelu"
            )
        encoder = cls(
            config["vocab_size"],
            config["hidden_size"],
            config["num_hidden_layers"],
            config["num_attention_heads"],
            config["intermediate_size"],
            positions=config["max_position_embeddings"],
            segments=config["type_vocab_size"],
            dropout=dropout,
            eps=config["layer_norm_eps"],
        )
        return encoder.from_bert(load_file(Path(folder) / "model.safetensors"))

    def from_bert(self, state: Mapping[str, Tensor]) -> Encoder:
        """Take over the weights of a BERT model of the same sizes, and return self.

        Args:
            state: names as in Transformers' BertModel, with or without "bert." before them. The
                pooler and heads above the encoder (names with "cls.") are left aside.

        Raises:
            ValueError: a name that BERT does not have, one that is missing, another shape.
        """
        ours = {}
        for name, value in state.items():
            name = name.removeprefix("bert.")
            if not name.startswith(("pooler.", "cls.")) and not name.endswith("position_ids"):
                ours[_our_name(name)] = value
        try:
            self.load_state_dict(ours)
        except RuntimeError as error:
            raise ValueError(f"state does not fit this encoder; {error}") from error
        return self


# BERT's name of a module, without the number of its layer → ours.
_NAMES = {
    "embeddings.word_embeddings": "tokens",
    "embeddings.position_embeddings": "positions",
    "embeddings.token_type_embeddings": "segments",
    "embeddings.LayerNorm": "norm",
    "attention.output.LayerNorm": "attention_norm",
    "attention.output.dense": "attention.output",
    "attention.self.query": "attention.query",
    "attention.self.key": "attention.key",
    "attention.self.value": "attention.value",
    "intermediate.dense": "inner",
    "output.LayerNorm": "feed_forward_norm",
    "output.dense": "outer",
}


def _our_name(name: str) -> str:
    """encoder.layer.3.attention.self.query.bias → layers.3.attention.query.bias"""
    module, _, kind = name.rpartition(".")
    kind = {"gamma": "weight", "beta": "bias"}.get(kind, kind)  # as the first BERT files say it
    place = ""
    if module.startswith("encoder.layer."):
        _, _, number, module = module.split(".", 3)
        place = f"layers.{number}."
    if module not in _NAMES:
        raise ValueError(f"state has a weight {name!r}; give a BERT's, whose names are known here")
    return f"{place}{_NAMES[module]}.{kind}"


def _at(x: Tensor, places: Tensor | None) -> Tensor:
    """[B, T, H] → [n, H], the states at the places in the order of the rows; None = all of x."""
    return x if places is None else x[places]


def _begin(module: nn.Module) -> None:
    if isinstance(module, nn.Embedding):
        nn.init.normal_(module.weight, std=0.02)
    elif isinstance(module, nn.Linear):
        nn.init.xavier_uniform_(module.weight)
        nn.init.zeros_(module.bias)
    # layer norms begin at one and zero by themselves


def encoder_parameters(
    vocabulary: int,
    hidden_size: int,
    layers: int,
    inner_size: int,
    positions: int = 512,
    segments: int = 2,
) -> int:
    """Weights and biases of an `Encoder` of these sizes; heads do not matter.

    Source: chapter *Attention and the Transformer*, equation (encoder-parameters).
    """
    layer = 4 * (hidden_size + 1) * hidden_size + (hidden_size + 1) * inner_size
    layer += (inner_size + 1) * hidden_size + 4 * hidden_size
    return (vocabulary + positions + segments + 2) * hidden_size + layers * layer

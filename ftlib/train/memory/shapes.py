"""The numbers of a Transformer that decide what it costs: layers, widths, vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Shape:
    """The sizes of a Transformer.

    Attributes:
        layers, hidden, intermediate: L, d and the width f of the feed-forward part.
        heads, kv_heads, head_size: of the attention; fewer `kv_heads` share keys and values.
        vocabulary, positions, types: rows of the embedding tables (0: no such table).
        gated: the feed-forward part has three matrices (SwiGLU and its like), not two.
        biases: linear maps have biases.
        norm_vectors: vectors of a norm: 2 (gain and shift, LayerNorm) or 1 (RMSNorm).
        outer_norms: norms outside the layers (after the embeddings, or after the last layer).
        tied: the output matrix is the table of word vectors.
        decoder: predicts a token at every place; an encoder predicts one label a text.
    """

    layers: int
    hidden: int
    intermediate: int
    heads: int
    vocabulary: int
    kv_heads: int
    head_size: int
    positions: int = 0
    types: int = 0
    gated: bool = False
    biases: bool = True
    norm_vectors: int = 2
    outer_norms: int = 1
    tied: bool = True
    decoder: bool = False

    @property
    def layer_parameters(self) -> int:
        """Parameters of one layer: attention 2d(q + k), feed-forward 2df or 3df, norms, biases."""
        q, kv = self.heads * self.head_size, self.kv_heads * self.head_size
        matrices = 2 * self.hidden * (q + kv)
        matrices += (3 if self.gated else 2) * self.hidden * self.intermediate
        biases = q + 2 * kv + 2 * self.hidden + (2 if self.gated else 1) * self.intermediate
        norms = 2 * self.norm_vectors * self.hidden
        return matrices + (biases if self.biases else 0) + norms

    @property
    def outer_parameters(self) -> int:
        """Parameters outside the layers: tables, norms, and an output matrix that is not tied."""
        tables = self.vocabulary + self.positions + self.types
        output = 0 if self.tied or not self.decoder else self.vocabulary
        return self.hidden * (tables + output + self.norm_vectors * self.outer_norms)

    @property
    def parameters(self) -> int:
        """All of them, without a task layer."""
        return self.layers * self.layer_parameters + self.outer_parameters


def shape_of(model: Any) -> Shape:
    """The shape of a Transformers model or of its config.

    Knows BERT and its like (`bert`, `roberta`, `electra`), `gpt2`, and the family of `llama`
    (`mistral` too); give a `Shape` of your own for another.

    Raises:
        ValueError: another architecture, or an object without a config.
    """
    config = getattr(model, "config", model)
    kind = getattr(config, "model_type", None)
    if kind not in ("bert", "roberta", "electra", "gpt2", "llama", "mistral"):
        raise ValueError(
            f"model is of type {kind or type(model).__name__!r}, whose shape is not known here; "
            "give a Shape(layers=…, hidden=…, …)"
        )
    heads = config.num_attention_heads
    common = {
        "layers": config.num_hidden_layers,
        "hidden": config.hidden_size,
        "heads": heads,
        "vocabulary": config.vocab_size,
        "kv_heads": getattr(config, "num_key_value_heads", None) or heads,
        "head_size": getattr(config, "head_dim", None) or config.hidden_size // heads,
    }
    if kind == "gpt2":
        width = config.n_inner or 4 * config.hidden_size
        return Shape(**common, intermediate=width, positions=config.n_positions, decoder=True)
    if kind in ("llama", "mistral"):
        return Shape(
            **common,
            intermediate=config.intermediate_size,
            gated=True,
            biases=False,
            norm_vectors=1,
            tied=bool(config.tie_word_embeddings),
            decoder=True,
        )
    return Shape(
        **common,
        intermediate=config.intermediate_size,
        positions=config.max_position_embeddings,
        types=config.type_vocab_size,
    )


def _llama(layers: int, hidden: int, intermediate: int, heads: int, kv_heads: int) -> Shape:
    return Shape(
        layers,
        hidden,
        intermediate,
        heads,
        32000,
        kv_heads,
        128,
        gated=True,
        biases=False,
        norm_vectors=1,
        tied=False,
        decoder=True,
    )


# As published: Wang et al. 2020, Devlin et al. 2019, Radford et al. 2019, Touvron et al. 2023.
SHAPES = {
    "minilm": Shape(6, 384, 1536, 12, 30522, 12, 32, positions=512, types=2),
    "bert-base": Shape(12, 768, 3072, 12, 30522, 12, 64, positions=512, types=2),
    "bert-large": Shape(24, 1024, 4096, 16, 30522, 16, 64, positions=512, types=2),
    "gpt2": Shape(12, 768, 3072, 12, 50257, 12, 64, positions=1024, decoder=True),
    "gpt2-xl": Shape(48, 1600, 6400, 25, 50257, 25, 64, positions=1024, decoder=True),
    "llama-2-7b": _llama(32, 4096, 11008, 32, 32),
    "llama-2-13b": _llama(40, 5120, 13824, 40, 40),
    "llama-2-70b": _llama(80, 8192, 28672, 64, 8),
}

"""What training needs in memory, from the sizes of a model: before the hardware is bought.

Every term is a count of numbers times the bytes of one; the chapter *What training costs* derives
each and compares the sum with what a run really takes. What an estimate leaves out: the framework
itself, memory that the allocator cannot give back, and temporaries of single operations.
"""

from __future__ import annotations

import html
import math
from dataclasses import dataclass, fields
from typing import Any

from ftlib.train.memory.shapes import SHAPES, Shape, shape_of

GIB = 2**30


@dataclass(frozen=True)
class Format:
    """Bytes of one number of each kind.

    Attributes:
        weight: of the weights that the optimiser moves or, with a `master`, that the model uses.
        copy: of a second, lower copy that autocast makes of the layers' matrices.
        gradient, master, state: of a gradient, of a float32 master copy, of one optimiser average.
        activation: of what the forward keeps for the backward.
        norm: of what a norm keeps (autocast lets norms take their input in float32).
        casts: every linear map keeps a cast copy of its input, even where three take the same one.
    """

    weight: float
    copy: float
    gradient: float
    master: float
    state: float
    activation: float
    norm: float
    casts: bool = False


FORMATS = {
    "float32": Format(4, 0, 4, 0, 4, 4, 4),
    # torch.autocast, and `fit(precision="bfloat16")`: float32 weights, products in 16 bits.
    "autocast": Format(4, 2, 4, 0, 4, 2, 4, casts=True),
    # Weights and gradients in 16 bits beside a float32 master copy (DeepSpeed, Megatron).
    "mixed": Format(2, 0, 2, 4, 4, 2, 2),
    # Everything in bfloat16: half the memory, and updates that round away.
    "pure_bfloat16": Format(2, 0, 2, 0, 2, 2, 2),
}
STATES = {"adamw": 2, "momentum": 1, "sgd": 0}
STRATEGIES = ("single", "ddp", "zero1", "zero2", "zero3", "fsdp")
CHECKPOINTING = ("none", "layers", "sqrt")


@dataclass(frozen=True)
class MemoryEstimate:
    """Bytes on one device when the backward begins.

    `total` counts gradients beside activations: so it is when they are accumulated, or cleared
    after the forward. `lean` is for a loop that gives the old gradients back before the forward.

    Attributes:
        weights: with autocast's copies, master copies, and layers gathered for a moment (ZeRO-3).
        gradients, optimiser: of the parameters that train.
        activations: kept by the forward for the backward.
        logits: of a model that predicts at every token: logits, their log-softmax, the gradients
            of both.
    """

    weights: float
    gradients: float
    optimiser: float
    activations: float
    logits: float

    @property
    def total(self) -> float:
        """The sum in bytes."""
        return float(sum(getattr(self, each.name) for each in fields(self)))

    @property
    def lean(self) -> float:
        """Without gradients during the forward: the larger of them and what the forward keeps."""
        passing = max(self.gradients, self.activations + self.logits)
        return self.weights + self.optimiser + passing

    def rows(self) -> list[tuple[str, float, float]]:
        """Name, bytes and share of each term, and the total."""
        terms = [(each.name, float(getattr(self, each.name))) for each in fields(self)]
        total = self.total
        return [(name, size, size / total) for name, size in [*terms, ("total", total)]]

    def __str__(self) -> str:
        rows = self.rows()
        return "\n".join(
            f"{name:12}{readable(size):>12}  {share:6.1%}" for name, size, share in rows
        )

    def _repr_html_(self) -> str:
        body = "".join(
            f"<tr><td>{html.escape(name)}</td><td>{readable(size)}</td><td>{share:.1%}</td></tr>"
            for name, size, share in self.rows()
        )
        return (
            f"<table><thead><tr><th>what</th><th>memory</th><th>share</th></tr></thead>"
            f"<tbody>{body}</tbody></table>"
        )


def training_memory(
    model: Any,
    *,
    batch: int,
    length: int,
    precision: str = "float32",
    optimiser: str = "adamw",
    accumulate: int = 1,
    checkpointing: str = "none",
    strategy: str = "single",
    ranks: int = 1,
    attention: str = "fused",
    dropout: bool = False,
    mask_bytes: int = 1,
    trained_layers: int | None = None,
    lora_rank: int = 0,
    base_bits: int = 16,
    chunked_loss: bool = False,
) -> MemoryEstimate:
    """Estimate what one device needs to train `model`.

    Args:
        model: a name in `SHAPES`, a `Shape`, a Transformers config, or such a model.
        batch: examples that one device works through for an update.
        length: tokens of each, padding included.
        precision: "float32", "autocast" (`fit(precision="bfloat16")`), "mixed" (16-bit weights and
            float32 master copies) or "pure_bfloat16".
        optimiser: "adamw" (two averages), "momentum" (one) or "sgd" (none).
        accumulate: micro-batches in an update; `batch` must divide by it.
        checkpointing: "none"; "layers": the input of each layer is kept, the rest computed again;
            "sqrt": only that of each ⌈√L⌉-th layer.
        strategy: "single", "ddp" (each rank holds all), "zero1" (optimiser divided by the ranks),
            "zero2" (and gradients), "zero3" or "fsdp" (and weights).
        ranks: devices that share.
        attention: "fused" (flash attention and its like) or "eager" (keeps the length² weights).
        dropout: the layers have dropout, whose masks are kept.
        mask_bytes: of one entry of a mask: 1 on a GPU; PyTorch on a CPU keeps them as numbers of
            the activations' format.
        trained_layers: only so many layers, from the top, and the head train. None: all.
        lora_rank: r > 0: the model's own weights are frozen, in `base_bits` bits, and the query and
            value matrices of each layer get float32 adapters of rank r.
        chunked_loss: the loss is computed from hidden states in pieces (`linear_cross_entropy`).

    Returns:
        The terms in bytes.

    Raises:
        ValueError: a word that is not in the lists above, or a number outside its range.

    Source: Rajbhandari et al., SC 2020 (weights, gradients, optimiser); Korthikanti et al.,
        MLSys 2023 (activations); Chen et al., 2016 (√L); Hu et al., ICLR 2022 (adapters).
    """
    shape = _shape(model)
    _check(locals())
    form = FORMATS[precision]
    trained = _trained_parameters(shape, trained_layers, lora_rank)
    by_weights, by_gradients, by_states = _divisors(strategy, ranks)
    if lora_rank:
        weights = shape.parameters * base_bits / 8 + 4 * trained
        gradients, states = 4.0 * trained, 4.0 * STATES[optimiser] * trained
    else:
        weights = form.weight * shape.parameters
        weights += form.copy * shape.layers * shape.layer_parameters
        gradients = form.gradient * trained
        states = (form.master + form.state * STATES[optimiser]) * trained
    gathered = 0.0
    if by_weights > 1:
        # The layer at work and the next, which is fetched meanwhile, are whole for a moment.
        gathered = 2 * shape.layer_parameters * weights / shape.parameters
    tokens = batch // accumulate * length
    return MemoryEstimate(
        weights=weights / by_weights + gathered,
        gradients=gradients / by_gradients,
        optimiser=states / by_states,
        activations=tokens
        * _activations_of_a_token(
            shape,
            checkpointing,
            trained_layers,
            layer_activation_bytes(
                shape,
                length,
                form,
                eager=attention == "eager",
                mask_bytes=mask_bytes if dropout else 0,
            ),
            form,
        ),
        logits=0.0
        if chunked_loss or not shape.decoder
        else tokens * shape.vocabulary * _bytes_of_a_logit(form),
    )


def layer_activation_bytes(
    shape: Shape, length: int, form: Format, *, eager: bool = False, mask_bytes: int = 0
) -> float:
    """Bytes that one layer keeps for its backward, for each token (mask_bytes 0: no dropout).

    With 16 bits, eager attention, dropout, f = 4d and no gating this is 34d + 5·heads·length, the
    formula of Korthikanti et al. (2023).
    """
    d, e = shape.hidden, form.activation
    q, kv = shape.heads * shape.head_size, shape.kv_heads * shape.head_size
    first, second = (3, 2 if shape.gated else 1) if form.casts else (1, 1)
    kept = e * (first * d + q + 2 * kv + q)  # input of the projections; q, k, v; input of the last
    kept += form.norm * 2 * d + e * second * d  # inputs of both norms, and of the feed-forward part
    kept += e * (4 if shape.gated else 2) * shape.intermediate
    kept += mask_bytes * 2 * d
    if eager:
        # The attention weights; with dropout also what is left of them, and the mask.
        kept += shape.heads * length * (e + (e + mask_bytes if mask_bytes else 0))
    return kept


def readable(size: float) -> str:
    """Bytes as text: `3.4 MiB`, `140.2 GiB`."""
    for unit, name in ((2**40, "TiB"), (GIB, "GiB"), (2**20, "MiB"), (2**10, "KiB")):
        if size >= unit:
            return f"{size / unit:,.1f} {name}"
    return f"{size:,.0f} B"


def _activations_of_a_token(
    shape: Shape,
    checkpointing: str,
    trained_layers: int | None,
    a_layer: float,
    form: Format,
) -> float:
    # Below the lowest layer that trains nothing is differentiated, so nothing is kept.
    layers = shape.layers if trained_layers is None else trained_layers
    outer = shape.outer_norms * form.norm * shape.hidden
    boundary = form.activation * shape.hidden
    if checkpointing == "none" or layers == 0:
        return layers * a_layer + outer
    stride = 1 if checkpointing == "layers" else max(1, round(math.sqrt(layers)))
    return math.ceil(layers / stride) * boundary + stride * a_layer + outer


def _bytes_of_a_logit(form: Format) -> float:
    """The logit; in float32 its log-softmax, the gradient of that, its own; and a cast copy."""
    return form.activation + 12 + (4 if form.activation < 4 else 0)


def _trained_parameters(shape: Shape, trained_layers: int | None, lora_rank: int) -> int:
    if lora_rank:
        q, kv = shape.heads * shape.head_size, shape.kv_heads * shape.head_size
        layers = shape.layers if trained_layers is None else trained_layers
        return layers * lora_rank * (2 * shape.hidden + q + kv)
    if trained_layers is None:
        return shape.parameters
    return trained_layers * shape.layer_parameters


def _divisors(strategy: str, ranks: int) -> tuple[int, int, int]:
    """Ranks among which weights, gradients and optimiser states are divided."""
    level = {"single": 0, "ddp": 0, "zero1": 1, "zero2": 2, "zero3": 3, "fsdp": 3}[strategy]
    return (
        ranks if level >= 3 else 1,
        ranks if level >= 2 else 1,
        ranks if level >= 1 else 1,
    )


def _shape(model: Any) -> Shape:
    if isinstance(model, Shape):
        return model
    if isinstance(model, str):
        if model not in SHAPES:
            raise ValueError(f"model is {model!r}; the names known are {', '.join(SHAPES)}")
        return SHAPES[model]
    return shape_of(model)


def _check(given: dict[str, Any]) -> None:
    for name, known in (
        ("precision", tuple(FORMATS)),
        ("optimiser", tuple(STATES)),
        ("strategy", STRATEGIES),
        ("checkpointing", CHECKPOINTING),
        ("attention", ("fused", "eager")),
    ):
        if given[name] not in known:
            raise ValueError(f"{name} is {given[name]!r}; give one of {', '.join(known)}")
    for name in ("batch", "length", "accumulate", "ranks", "base_bits", "mask_bytes"):
        if isinstance(given[name], bool) or not isinstance(given[name], int) or given[name] < 1:
            raise ValueError(f"{name} is {given[name]!r}; give a whole number from 1 up")
    if given["batch"] % given["accumulate"]:
        raise ValueError(
            f"batch is {given['batch']}, which {given['accumulate']} micro-batches cannot share "
            "evenly; change batch or accumulate"
        )
    if given["lora_rank"] < 0:
        raise ValueError(f"lora_rank is {given['lora_rank']}; give 0 (no adapters) or more")
    layers, top = given["shape"].layers, given["trained_layers"]
    if top is not None and not 0 <= top <= layers:
        raise ValueError(f"trained_layers is {top}, the model has {layers}; give 0 … {layers}")

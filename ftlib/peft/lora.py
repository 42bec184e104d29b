"""LoRA: a frozen matrix W, and beside it the product of two thin ones that train.

    y = W x + b + (α/r) B A x,      A: [r, d_in],  B: [d_out, r]

B begins at zero, so that the model begins as the pretrained one, exactly. Afterwards the product
can be added to W (`merge`): the tuned model then costs what the pretrained one did.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor, nn
from torch.nn.functional import linear


class LoRA(nn.Module):
    """A linear layer with a low-rank addition; stands where the layer stood.

    Args:
        layer: what is adapted. Its weight [d_out, d_in] and bias are frozen here.
        rank: r, from 1 to the smaller of d_in and d_out.
        alpha: α; the addition is scaled by α/r.
        dropout: on the input of A, in training only.

    Attributes:
        lora_A: [r, d_in], drawn with entries uniform in ±1/√d_in. lora_B: [d_out, r], zeros.
        merged: whether the addition is inside `layer.weight` at present.

    Raises:
        ValueError: a layer that is not linear, a rank outside its range, or `alpha` not above 0.

    Source: Hu et al., LoRA, ICLR 2022, section 4.1; chapter *Overfitting*, equation (lora).
    """

    def __init__(
        self, layer: nn.Linear, *, rank: int = 8, alpha: float = 16.0, dropout: float = 0.0
    ) -> None:
        super().__init__()
        if not isinstance(layer, nn.Linear):
            raise ValueError(f"layer is a {type(layer).__name__}; LoRA adapts an nn.Linear")
        largest = min(layer.in_features, layer.out_features)
        if not 1 <= rank <= largest:
            raise ValueError(f"rank is {rank}; this layer takes 1 … {largest}")
        if not alpha > 0:
            raise ValueError(f"alpha is {alpha}; give a number above 0, such as 2 × rank")
        self.layer = layer.requires_grad_(False)
        self.scale = alpha / rank
        self.dropout = nn.Dropout(dropout)
        weight = layer.weight
        bound = layer.in_features**-0.5
        self.lora_A = nn.Parameter(
            weight.new_empty(rank, layer.in_features).uniform_(-bound, bound)
        )
        self.lora_B = nn.Parameter(weight.new_zeros(layer.out_features, rank))
        self.merged = False

    def forward(self, x: Tensor) -> Tensor:
        """[…, d_in] to […, d_out]."""
        plain: Tensor = self.layer(x)
        if self.merged:
            return plain
        thin = linear(self.dropout(x), self.lora_A)  # […, r]
        return plain + self.scale * linear(thin, self.lora_B)

    @torch.no_grad()
    def addition(self) -> Tensor:
        """(α/r) B A, shape [d_out, d_in]."""
        return self.scale * (self.lora_B @ self.lora_A)


def add_lora(
    model: nn.Module,
    names: Sequence[str] = ("query", "value"),
    *,
    rank: int = 8,
    alpha: float = 16.0,
    dropout: float = 0.0,
    train: Sequence[str] = (),
) -> list[str]:
    """Put a `LoRA` in the place of linear layers; only these, and what `train` names, then train.

    Args:
        model: changed in place.
        names: last parts of the layers' names, whole ones: "query" fits "…attention.self.query",
            and "self.query" does too.
        rank, alpha, dropout: of every addition.
        train: prefixes of parameter names that train as usual, such as "classifier".

    Returns:
        The full names of the adapted layers.

    Raises:
        ValueError: a name or a prefix that fits nothing, a model that is adapted already, and as
            `LoRA`.
    """
    if next(_adapted(model), None) is not None:
        raise ValueError("model has LoRA layers already; unload(model) takes them out")
    layers = {name: each for name, each in model.named_modules() if isinstance(each, nn.Linear)}
    chosen = [path for path in layers if any(_ends(path, name) for name in names)]
    for name in names:
        if not any(_ends(path, name) for path in layers):
            known = sorted({path.split(".")[-1] for path in layers})
            raise ValueError(f"no linear layer is called {name!r}; the model has {known}")
    adapters = [LoRA(layers[path], rank=rank, alpha=alpha, dropout=dropout) for path in chosen]
    only(model, train)
    for path, adapter in zip(chosen, adapters, strict=True):
        _put(model, path, adapter.train(model.training))
    return chosen


def merge(model: nn.Module) -> None:
    """Add every addition to its matrix: the same function to rounding, at the plain layer's cost.

    Layers that are merged already stay as they are. While merged, A and B do not act, so do not
    train.
    """
    for _, adapter in _adapted(model):
        if not adapter.merged:
            adapter.layer.weight.data += adapter.addition()
            adapter.merged = True


def unmerge(model: nn.Module) -> None:
    """Take the additions out again; the matrices are then what they were, to rounding."""
    for _, adapter in _adapted(model):
        if adapter.merged:
            adapter.layer.weight.data -= adapter.addition()
            adapter.merged = False


def unload(model: nn.Module) -> None:
    """Put the plain linear layers back: as tuned after `merge`, as pretrained without it."""
    for path, adapter in list(_adapted(model)):
        _put(model, path, adapter.layer)


def only(model: nn.Module, train: Sequence[str]) -> None:
    """Freeze every parameter but those under the prefixes `train`.

    Raises:
        ValueError: a prefix that fits nothing.
    """
    named = dict(model.named_parameters())
    for prefix in train:
        if not any(_under(name, prefix) for name in named):
            parts = [name for name, _ in model.named_children()]
            raise ValueError(f"train names {prefix!r}, but the model's parts are {parts}")
    for name, parameter in named.items():
        if parameter.is_floating_point():
            parameter.requires_grad_(any(_under(name, prefix) for prefix in train))


def _adapted(model: nn.Module) -> Iterator[tuple[str, LoRA]]:
    return ((path, each) for path, each in model.named_modules() if isinstance(each, LoRA))


def _put(model: nn.Module, path: str, module: nn.Module) -> None:
    parent, _, name = path.rpartition(".")
    setattr(model.get_submodule(parent), name, module)


def _ends(path: str, name: str) -> bool:
    return path == name or path.endswith(f".{name}")


def _under(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(f"{prefix}.")

"""Freezing policies by name, and the table of what trains."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import nn

from ftlib.train.policy.layers import find_layers, under
from ftlib.train.policy.parameters import Rates, parameter_groups

Policy = str | int


def train_only(model: nn.Module, policy: Policy) -> None:
    """Choose which parameters train: the head, the head and the top layers, or all.

    The policy decides about every parameter: what it does not name is frozen, what it names trains,
    whatever was set before. Parameters that head and embeddings share (tied weights) count as
    embeddings.

    Args:
        model: any module with layers that `find_layers` finds ("all" needs no layers).
        policy: "head", a number k ≥ 0 of layers that train beside the head (0 is "head"), or
            "all" ("none", meaning that none is frozen, is the same).

    Raises:
        ValueError: another word, more layers than there are, a model whose layers are not found.

    Source: chapter *What training costs*, station Code.
    """
    if policy in ("all", "none"):
        for parameter in _float_parameters(model):
            parameter.requires_grad_(True)
        return
    anatomy = find_layers(model)
    count = len(anatomy.layers)
    top = _layers_on_top(policy, count)
    for name, parameter in model.named_parameters():
        if parameter.is_floating_point():
            parameter.requires_grad_(anatomy.depth(name) > count - top)


@dataclass(frozen=True)
class TrainedRow:
    """One part of a model: its parameters, how many of them train, at which rate and decay."""

    part: str
    parameters: int
    trained: int
    rates: tuple[float, ...]
    decays: tuple[float, ...]


@dataclass(frozen=True)
class TrainedTable:
    """What trains, part by part; prints as text, and as HTML in a notebook."""

    rows: tuple[TrainedRow, ...]

    @property
    def parameters(self) -> int:
        return sum(row.parameters for row in self.rows)

    @property
    def trained(self) -> int:
        return sum(row.trained for row in self.rows)

    def cells(self) -> list[tuple[str, ...]]:
        """Head, one row a part, total; all as text."""
        head = ("part", "parameters", "trained", "share", "rate", "decay")
        rows = [
            (
                row.part,
                f"{row.parameters:,}",
                f"{row.trained:,}" if row.trained else "–",
                _share(row.trained, self.trained),
                _several(row.rates) if row.trained else "–",
                _several(row.decays) if row.trained else "–",
            )
            for row in self.rows
        ]
        share = _share(self.trained, self.trained)
        return [head, *rows, ("total", f"{self.parameters:,}", f"{self.trained:,}", share, "", "")]

    def __str__(self) -> str:
        cells = self.cells()
        widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
        lines = []
        for row in [cells[0], tuple("-" * width for width in widths), *cells[1:]]:
            rest = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
            lines.append("  ".join([row[0].ljust(widths[0]), *rest]).rstrip())
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        head, *rows = self.cells()
        top = "".join(f"<th>{html.escape(cell)}</th>" for cell in head)
        body = "".join(
            f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows
        )
        return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def trained_table(
    model: nn.Module,
    learning_rate: Rates | None = None,
    weight_decay: float = 0.0,
    layer_decay: float | None = None,
) -> TrainedTable:
    """A table of the model's parts: below, each layer, head; frozen ones have a dash.

    Args:
        model: any module; without layers that can be found the rows are its children.
        learning_rate, weight_decay, layer_decay: as for `parameter_groups`. Without a learning rate
            the table shows only what trains.

    Raises:
        ValueError: as `parameter_groups`.
    """
    settings: dict[int, tuple[float, float]] = {}
    if learning_rate is not None:
        for group in parameter_groups(model, learning_rate, weight_decay, layer_decay):
            for parameter in group["params"]:
                settings[id(parameter)] = (group["lr"], group["weight_decay"])
    named = dict(model.named_parameters())
    rows = []
    for part in _rows_of(model):
        members = {name: each for name, each in named.items() if under(name, part)}
        trained = [each for each in members.values() if each.requires_grad]
        found = [settings[id(each)] for each in trained if id(each) in settings]
        rows.append(
            TrainedRow(
                part,
                _count(members.values()),
                _count(trained),
                tuple(sorted({rate for rate, _ in found})),
                tuple(sorted({decay for _, decay in found})),
            )
        )
    return TrainedTable(tuple(rows))


def _layers_on_top(policy: Policy, count: int) -> int:
    if policy == "head":
        return 0
    if isinstance(policy, bool) or not isinstance(policy, int):
        raise ValueError(
            f"policy is {policy!r}; give 'head', 'all', 'none', or a number of layers to train"
        )
    if not 0 <= policy <= count:
        raise ValueError(f"policy is {policy} but the model has {count} layers; give 0 … {count}")
    return policy


def _rows_of(model: nn.Module) -> tuple[str, ...]:
    try:
        anatomy = find_layers(model)
    except ValueError:
        children = tuple(name for name, _ in model.named_children())
        loose = tuple(name for name, _ in model.named_parameters(recurse=False))
        return (*loose, *children)
    return (*anatomy.below, *anatomy.layers, *anatomy.head)


def _float_parameters(model: nn.Module) -> Iterable[nn.Parameter]:
    # Quantised weights are integers: they cannot train.
    return (each for each in model.parameters() if each.is_floating_point())


def _count(parameters: Iterable[torch.Tensor]) -> int:
    return sum(each.numel() for each in parameters)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if part and whole else "–"


def _several(numbers: tuple[float, ...]) -> str:
    return " / ".join(f"{number:.3g}" for number in numbers) or "–"

"""Cases and definitions of every loss, for `agreement.py`: one function a loss draws a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F

from ftlib.losses import reference as ref

REDUCTIONS = ("none", "mean", "sum")
EXTREMES = (-np.inf, -1e4, -700.0, 0.0, 700.0, 1e4)
Array = np.ndarray


class Case(NamedTuple):
    """Arguments of a loss; the gradient is taken in the first `wrt` of them."""

    arrays: tuple[Array, ...]
    options: dict[str, Any]
    wrt: int = 1
    moderate: bool = True  # autograd of the definition and differences can be asked too


# --- cases -----------------------------------------------------------------------------------


def maybe(rng: np.random.Generator, value: Any, share: float = 0.5) -> Any:
    return value if rng.random() < share else None


def given(**options: Any) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def class_weight(rng: np.random.Generator, classes: int) -> Array:
    return rng.uniform(0.1, 3, classes) * (rng.random(classes) > 0.2)


def classes_case(rng: np.random.Generator, k: int) -> Case:
    """Labels and probabilities, every option, any leading shape; each ninth is an edge."""
    classes = int(rng.integers(1, 6))
    lead = [(), (3,), (2, 2), (1,)][k % 4]
    z = rng.normal(0, 3, (*lead, classes))
    options = given(
        reduction=REDUCTIONS[k % 3],
        weight=maybe(rng, class_weight(rng, classes)),
        label_smoothing=maybe(rng, float(rng.choice([0.1, 0.5, 1.0]))),
        temperature=maybe(rng, float(rng.choice([0.5, 1.7, 10.0]))),
    )
    if k % 9 == 8:
        return edge_case(rng, k // 9, options)
    if rng.random() < 0.4:
        return Case((z, rng.dirichlet(np.ones(classes), lead)), options)
    ignore = int(rng.choice([-100, -1, 0, classes]))
    labels = rng.integers(0, classes, lead)
    return Case(
        (z, np.where(rng.random(lead) < 0.25, ignore, labels)), options | {"ignore_index": ignore}
    )


def edge_case(rng: np.random.Generator, k: int, options: dict[str, Any]) -> Case:
    """In turn: no rows, all rows ignored, logits of ±700, ±1e4 and −inf, one of +inf."""
    options = {name: options[name] for name in options if name not in ("weight", "temperature")}
    z = rng.normal(size=(3, 4))
    if k % 4 == 0:
        reduction = {"mean": "sum"}.get(options["reduction"], options["reduction"])
        return Case((z[:0], np.zeros(0, int)), options | {"reduction": reduction}, moderate=False)
    if k % 4 == 1:
        return Case((z, np.full(3, -100)), options)
    z = rng.choice(EXTREMES, size=(3, 4))
    z[:, 0] = 1.0 if k % 4 == 2 else np.inf
    options.pop("label_smoothing", None)
    return Case((z, rng.integers(0, 4, 3)), options, moderate=False)


def nll_case(rng: np.random.Generator, k: int) -> Case:
    case = classes_case(rng, k)
    options = {n: o for n, o in case.options.items() if n not in ("label_smoothing", "temperature")}
    return case._replace(
        arrays=(ref.log_softmax(case.arrays[0]) - 0.02, case.arrays[1]), options=options
    )


def kl_case(rng: np.random.Generator, k: int) -> Case:
    lead, classes = [(), (3,), (2, 2)][k % 3], int(rng.integers(1, 6))
    log_p = ref.log_softmax(rng.normal(0, 2, (*lead, classes))) - 0.02
    y = rng.dirichlet(np.ones(classes), lead)
    options = {"reduction": REDUCTIONS[k // 3 % 3], "log_targets": bool(k % 2)}
    return Case((log_p, np.log(y) if k % 2 else y), options)


def mse_case(rng: np.random.Generator, k: int) -> Case:
    shape = [(), (4,), (2, 3), (0, 2)][k % 4]
    reduction = REDUCTIONS[k // 4 % 3]
    if 0 in shape and reduction == "mean":
        reduction = "sum"
    return Case((rng.normal(size=shape), rng.normal(size=shape)), {"reduction": reduction})


def info_nce_case(rng: np.random.Generator, k: int) -> Case:
    n, more, size = int(rng.integers(1, 4)), int(rng.integers(0, 3)), int(rng.integers(1, 4))
    q, keys = (rng.normal(size=(rows, size)) for rows in (n, n + more))
    options = {"temperature": float(rng.choice([0.3, 1.0])), "reduction": REDUCTIONS[k % 3]}
    return Case((q, keys), options, wrt=2)


def linear_case(rng: np.random.Generator, k: int) -> Case:
    lead, classes, size = [(), (3,), (2, 2)][k % 3], int(rng.integers(1, 6)), 3
    ignore = int(rng.choice([-100, 0]))
    labels = rng.integers(0, classes, lead)
    options = given(
        reduction=REDUCTIONS[k // 3 % 3],
        bias=maybe(rng, rng.normal(size=classes)),
        chunk=maybe(rng, int(rng.integers(1, 5))),
        label_smoothing=maybe(rng, float(rng.choice([0.1, 1.0]))),
        ignore_index=ignore,
    )
    labels = np.where(rng.random(lead) < 0.25, ignore, labels)
    return Case(
        (rng.normal(size=(*lead, size)), rng.normal(size=(classes, size)), labels), options, 2
    )


def binary_case(rng: np.random.Generator, k: int, *, of_logits: bool = True) -> Case:
    shape = [(), (4,), (2, 3)][k % 3]
    y = rng.uniform(size=shape)
    options = given(
        reduction=REDUCTIONS[k // 3 % 3],
        weight=maybe(rng, rng.uniform(0, 3, shape[-1:])),
        pos_weight=maybe(rng, rng.uniform(0, 3, ())),
        label_smoothing=maybe(rng, float(rng.choice([0.1, 1.0]))),
        ignore_index=maybe(rng, -1),
    )
    if "ignore_index" in options:
        y = np.where(rng.random(shape) < 0.3, -1.0, np.round(y))
    if k % 9 == 8:
        z = rng.choice([*EXTREMES, np.inf] if of_logits else [0.0, 1.0, 1e-300], size=shape)
        certain = np.where(y == -1, y, (z > 0.5) * 1.0)  # the loss stays finite
        options.pop("label_smoothing", None)
        return Case((z, certain), options, moderate=False)
    z = rng.normal(0, 5, shape) if of_logits else rng.uniform(0.05, 0.95, shape)
    return Case((z, y), options)


def focal_case(rng: np.random.Generator, k: int) -> Case:
    shape = [(), (4,), (2, 3)][k % 3]
    options = given(
        reduction=REDUCTIONS[k // 3 % 3],
        gamma=float(rng.choice([0.0, 0.5, 2.0, 5.0])),
        alpha=maybe(rng, float(rng.choice([0.0, 0.25, 1.0]))),
    )
    if k % 9 == 8:
        z = rng.choice([-1e4, -700.0, 700.0, 1e4], size=shape)
        return Case((z, rng.uniform(size=shape)), options, moderate=False)
    return Case((rng.normal(0, 3, shape), rng.uniform(size=shape)), options)


def preference_case(rng: np.random.Generator, k: int) -> Case:
    """Scores of chosen and rejected; each ninth has differences beyond what e^x can hold."""
    shape = [(), (4,), (2, 3)][k % 3]
    spread, edge = (1e4, True) if k % 9 == 8 else (3.0, False)
    pair = (rng.normal(0, spread, shape), rng.normal(0, spread, shape))
    return Case(pair, {"reduction": REDUCTIONS[k // 3 % 3]}, wrt=2, moderate=not edge)


def dpo_case(rng: np.random.Generator, k: int) -> Case:
    """Log-probabilities of whole answers: four times the size of scores, and negative."""
    chosen, rejected = preference_case(rng, k).arrays
    reference = tuple(-rng.exponential(20.0, chosen.shape) for _ in range(2))
    options = {"beta": float(rng.choice([0.05, 0.1, 1.0])), "reduction": REDUCTIONS[k // 3 % 3]}
    return Case((chosen - 20, rejected - 20, *reference), options, wrt=2, moderate=k % 9 != 8)


# --- the definitions, for autograd -----------------------------------------------------------


def over_rows(log_p: torch.Tensor, y: torch.Tensor, o: dict[str, Any]) -> torch.Tensor:
    """−Σ_c w_c [(1 − ε) y_c + ε/C] log p_c, reduced."""
    classes = log_p.shape[-1]
    weight, smooth = o.get("weight", torch.ones(classes).double()), o.get("label_smoothing", 0.0)
    kept, divisor = torch.ones(log_p.shape[:-1]), None
    if not y.is_floating_point():
        kept = (y != o.get("ignore_index", -100)).double()
        y = F.one_hot(torch.where(kept == 1, y, 0), classes).double()
        divisor = ((y * weight).sum(-1) * kept).sum()
    rows = -(weight * ((1 - smooth) * y + smooth / classes) * log_p).sum(-1) * kept
    if divisor is not None and o["reduction"] == "mean":
        return rows.sum() / divisor if divisor else rows.sum() * 0
    return reduced(rows, o)


def reduced(losses: torch.Tensor, o: dict[str, Any]) -> torch.Tensor:
    return {"none": losses, "mean": losses.mean(), "sum": losses.sum()}[o["reduction"]]


def binary(log_p: torch.Tensor, log_miss: torch.Tensor, y: torch.Tensor, o: dict[str, Any]) -> Any:
    smooth, ignore = o.get("label_smoothing", 0.0), o.get("ignore_index")
    kept = torch.ones_like(y) if ignore is None else (y != ignore).double()
    t = (1 - smooth) * torch.where(kept == 1, y, 0.0) + smooth / 2
    losses = -(o.get("pos_weight", 1.0) * t * log_p + (1 - t) * log_miss)
    losses = losses * o.get("weight", 1.0) * kept
    if o["reduction"] == "mean":
        return losses.sum() / kept.sum().clamp(min=1)
    return reduced(losses, o)


def focal(z: torch.Tensor, y: torch.Tensor, o: dict[str, Any]) -> torch.Tensor:
    p, alpha = torch.sigmoid(z), o.get("alpha")
    a, b = (1.0, 1.0) if alpha is None else (alpha, 1 - alpha)
    hit = a * y * (1 - p) ** o["gamma"] * F.logsigmoid(z)
    return reduced(-hit - b * (1 - y) * p ** o["gamma"] * F.logsigmoid(-z), o)


def divergence(log_p: torch.Tensor, y: torch.Tensor, o: dict[str, Any]) -> torch.Tensor:
    log_y = y if o["log_targets"] else y.log()
    return reduced((log_y.exp() * (log_y - log_p)).sum(-1), o)


def preferred(margin: torch.Tensor, o: dict[str, Any]) -> torch.Tensor:
    return reduced(-F.logsigmoid(margin), o)


def softmax_of(z: torch.Tensor) -> torch.Tensor:
    return torch.log_softmax(z, -1)


DEFINITIONS: dict[str, Callable[..., torch.Tensor]] = {
    "softmax_cross_entropy": lambda z, y, o: over_rows(
        softmax_of(z / o.get("temperature", 1)), y, o
    ),
    "nll_loss": over_rows,
    "kl_divergence": divergence,
    "mse": lambda a, y, o: reduced((a - y) ** 2, o),
    "info_nce": lambda q, k, o: over_rows(
        softmax_of(q @ k.T / o["temperature"]), torch.arange(len(q)), o
    ),
    "linear_cross_entropy": lambda h, w, y, o: over_rows(
        softmax_of(F.linear(h, w, o.get("bias"))), y, o
    ),
    "binary_cross_entropy_with_logits": lambda z, y, o: binary(
        F.logsigmoid(z), F.logsigmoid(-z), y, o
    ),
    "binary_cross_entropy": lambda p, y, o: binary(p.log(), (1 - p).log(), y, o),
    "binary_focal_loss_with_logits": focal,
    "preference_loss": lambda r, s, o: preferred(r - s, o),
    "dpo_loss": lambda r, s, r0, s0, o: preferred(o["beta"] * (r - r0 - s + s0), o),
}
CASES: dict[str, Callable[[np.random.Generator, int], Case]] = {
    "softmax_cross_entropy": classes_case,
    "nll_loss": nll_case,
    "kl_divergence": kl_case,
    "mse": mse_case,
    "info_nce": info_nce_case,
    "linear_cross_entropy": linear_case,
    "binary_cross_entropy_with_logits": binary_case,
    "binary_cross_entropy": lambda rng, k: binary_case(rng, k, of_logits=False),
    "binary_focal_loss_with_logits": focal_case,
    "preference_loss": preference_case,
    "dpo_loss": dpo_case,
}

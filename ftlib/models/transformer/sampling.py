"""From logits to the next token: pure functions, to be put one after the other."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

Sampler = Callable[[Tensor, torch.Generator | None], Tensor]


def greedy(logits: Tensor, generator: torch.Generator | None = None) -> Tensor:
    """The most likely token (the first of equals). float [..., V] → int64 [...].

    `generator` is not used: greedy is a sampler without chance.
    Source: chapter *GPT*, equation (sampling-temperature), T → 0.
    """
    return logits.argmax(dim=-1)


def temperature(logits: Tensor, value: float) -> Tensor:
    """Logits divided by a temperature: below 1 the likely become likelier, above 1 less so.

    Args:
        logits: float [..., V].
        value: T, above 0.

    Raises:
        ValueError: a value that is not above 0.

    Source: chapter *GPT*, equation (sampling-temperature).
    """
    if not value > 0:
        raise ValueError(f"temperature is {value}; give a number above 0 (0 is `greedy`)")
    return logits / value


def top_k(logits: Tensor, k: int) -> Tensor:
    """Keep the k largest logits (and what equals the last of them); the rest becomes −∞.

    Args:
        logits: float [..., V].
        k: at least 1; more than V keeps all.

    Raises:
        ValueError: a k below 1.

    Source: chapter *GPT*, equation (top-k); Fan et al. (2018).
    """
    if k < 1:
        raise ValueError(f"k is {k}; keep at least 1 token")
    least = logits.topk(min(k, logits.shape[-1]), dim=-1).values[..., -1:]
    return logits.masked_fill(logits < least, -torch.inf)


def top_p(logits: Tensor, p: float) -> Tensor:
    """Keep the smallest set of likeliest tokens that together have at least probability p.

    A token stays while those that are likelier do not yet have p; so the likeliest always stays.

    Args:
        logits: float [..., V].
        p: above 0, at most 1.

    Returns:
        The logits, −∞ outside the set.

    Raises:
        ValueError: a p outside (0, 1].

    Source: chapter *GPT*, equation (top-p); Holtzman et al. (2020).
    """
    if not 0 < p <= 1:
        raise ValueError(f"p is {p}; give a probability above 0 and at most 1")
    ordered, order = logits.sort(dim=-1, descending=True, stable=True)
    probability = ordered.softmax(dim=-1)
    likelier = probability.cumsum(dim=-1) - probability  # what those before it have together
    ordered = ordered.masked_fill(likelier >= p, -torch.inf)
    return torch.empty_like(logits).scatter(-1, order, ordered)


def draw(logits: Tensor, uniforms: Tensor) -> Tensor:
    """The token whose piece of the unit interval, as long as its probability, holds the number.

    Args:
        logits: float [..., V]; −∞ for a token that must not come.
        uniforms: float [...], in [0, 1): one a distribution.

    Returns:
        int64 [...].

    Raises:
        ValueError: shapes that do not fit, or uniforms outside [0, 1).

    Source: chapter *GPT*, equation (inverse-cdf).
    """
    if uniforms.shape != logits.shape[:-1]:
        raise ValueError(
            f"uniforms have shape {tuple(uniforms.shape)}, logits {tuple(logits.shape)}; "
            "give one number for each distribution"
        )
    if ((uniforms < 0) | (uniforms >= 1)).any():
        raise ValueError("uniforms has numbers outside [0, 1); draw them with torch.rand")
    ends = logits.double().softmax(dim=-1).cumsum(dim=-1)
    ends = ends / ends[..., -1:]  # rounding must leave no gap below 1
    return torch.searchsorted(ends, uniforms.double()[..., None], right=True)[..., 0]


_by_temperature = temperature  # `sampler` has an argument of the same name


def sampler(*, temperature: float = 1.0, k: int | None = None, p: float | None = None) -> Sampler:
    """A sampler for `generate`: temperature, then top-k, then top-p, then a draw.

    Args:
        temperature, k, p: of the functions of these names; None leaves one out.

    Returns:
        (logits [..., V], generator) → int64 [...].

    Raises:
        ValueError: as the functions of these names, at once.

    Source: chapter *GPT*, *From logits to text*.
    """

    def filtered(logits: Tensor) -> Tensor:
        logits = _by_temperature(logits, temperature)
        logits = logits if k is None else top_k(logits, k)
        return logits if p is None else top_p(logits, p)

    filtered(torch.zeros(1, 1))  # bad options are named here, not in the middle of a text

    def choose(logits: Tensor, generator: torch.Generator | None = None) -> Tensor:
        uniforms = torch.rand(logits.shape[:-1], generator=generator, device=logits.device)
        return draw(filtered(logits), uniforms)

    return choose

"""The hyper-parameters of a run, checked before anything is computed."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from ftlib.train.parameters import Rates


@dataclass(frozen=True)
class Options:
    """What `ftlib.train.fit` takes beside the model and the data; its docstring explains each.

    Raises:
        ValueError: for a value outside its range.
    """

    epochs: int = 3
    batch_size: int = 32
    learning_rate: Rates = 2e-5
    weight_decay: float = 0.01
    warmup: float = 0.1
    clip: float | None = 1.0
    patience: int | None = None
    validate_every: int | None = None
    device: str = "auto"
    precision: str = "auto"
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("epochs", "batch_size", "patience", "validate_every"):
            count = getattr(self, name)
            if count is None and name in ("patience", "validate_every"):
                continue
            if isinstance(count, bool) or not isinstance(count, int) or count < 1:
                raise ValueError(f"{name} is {count!r}; give a whole number from 1 up")
        rates = self.learning_rate
        for rate in rates.values() if isinstance(rates, Mapping) else (rates,):
            if not (rate > 0 and math.isfinite(rate)):
                raise ValueError(f"learning_rate is {rates!r}; give rates above 0, such as 2e-5")
        if not (self.weight_decay >= 0 and math.isfinite(self.weight_decay)):
            raise ValueError(f"weight_decay is {self.weight_decay!r}; give 0 (none) or more")
        if not 0 <= self.warmup < 1:
            raise ValueError(f"warmup is {self.warmup!r}; give a share of the steps in [0, 1)")
        if self.clip is not None and not self.clip > 0:
            raise ValueError(f"clip is {self.clip!r}; give a norm above 0, or None for no clipping")


def from_keywords(keywords: Mapping[str, Any]) -> Options:
    """`Options(**keywords)`, with a helpful sentence for a misspelt name.

    Raises:
        ValueError: for a name that is no option, with the nearest that is.
    """
    known = [each.name for each in fields(Options)]
    for name in keywords:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"the options are {', '.join(known)}"
            raise ValueError(f"{name!r} is no option of fit; {hint}")
    return Options(**keywords)

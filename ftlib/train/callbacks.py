"""Your own code at named moments of a run: plain functions that get a view of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch
    from torch import nn

    from ftlib.train.run import Run

MOMENTS = (
    "start",
    "epoch_start",
    "before_step",
    "after_step",
    "validated",
    "saved",
    "epoch_end",
    "end",
)


@dataclass(eq=False)
class View:
    """What a callback sees of a run, and may change.

    Attributes:
        model: the module that is trained; also under a strategy, where it is wrapped elsewhere.
        optimiser: its optimiser. The rates are set anew before every step: to change them use
            `rate_factor`.
        run: the history so far. On an accelerator the losses of the last steps may not have been
            fetched yet (see `loss`).
        step: updates made so far; at `before_step` the one that comes is number `step` + 1.
        steps: how many there are in the whole run.
        epoch: the present pass, from 1.
        rows: at `before_step` and `after_step`, the rows of `train` in this update (on all
            processes); int64.
        memory: a dict of your own, of values that JSON can hold. It is stored in checkpoints and is
            there again when the run is resumed; variables of your own are not.
        rate_factor: a factor on all learning rates, 1.0 at first; stored in checkpoints.
        stopped: the reason given to `stop`, or None.
        saved: the folder of the last checkpoint of this call, or None.
    """

    model: nn.Module
    optimiser: torch.optim.Optimizer
    run: Run
    steps: int
    step: int = 0
    epoch: int = 1
    rows: NDArray[np.int64] | None = None
    memory: dict[str, Any] = field(default_factory=dict)
    rate_factor: float = 1.0
    stopped: str | None = None
    saved: Path | None = None
    fetch: Callable[[], None] = lambda: None
    record: Callable[[dict[str, Any]], None] = lambda record: None

    @property
    def loss(self) -> float:
        """The loss of the last update. Asking waits for an accelerator to catch up."""
        self.fetch()
        if not self.run.steps:
            raise ValueError("loss is asked for before the first update; use it at 'after_step'")
        return self.run.steps[-1].loss

    def log(self, **values: float | str) -> None:
        """Hand numbers or words of your own to the loggers, at the present step."""
        self.record({"kind": "note", "step": self.step, **values})

    def stop(self, reason: str) -> None:
        """End the run after this update; `run.stopped` keeps the reason."""
        self.stopped = reason


Callback = Callable[[View], object]
Callbacks = Mapping[str, Callback | Iterable[Callback]] | Iterable[Callback] | Callback
Decorated = TypeVar("Decorated", bound=Callback)


def at(*moments: str) -> Callable[[Decorated], Decorated]:
    """Mark a function as a callback for these moments: `@at("validated")` above its `def`.

    Raises:
        ValueError: for a name that is no moment.
    """
    for moment in moments:
        _check(moment)

    def mark(function: Decorated) -> Decorated:
        function.__dict__["moments"] = moments
        return function

    return mark


def by_moment(callbacks: Callbacks | None) -> dict[str, list[Callback]]:
    """The functions to call at each moment, in the order in which they were given.

    Args:
        callbacks: a mapping from moment to one function or several; or functions marked by `at`.

    Raises:
        ValueError: for an unknown moment, a function that is not marked, or no function at all.
    """
    found: dict[str, list[Callback]] = {moment: [] for moment in MOMENTS}
    if callbacks is None:
        return found
    if isinstance(callbacks, Mapping):
        for moment, given in callbacks.items():
            _check(moment)
            found[moment] += [_callable(each) for each in _listed(given)]
        return found
    for function in _listed(callbacks):
        moments = getattr(_callable(function), "moments", None)
        if not moments:
            raise ValueError(
                f"callbacks holds {function!r}, which names no moment; write @at('validated') "
                "above it, or give a dict such as {'validated': function}"
            )
        for moment in moments:
            found[moment].append(function)
    return found


def _listed(given: Callback | Iterable[Callback]) -> list[Callback]:
    return [given] if callable(given) else list(given)


def _callable(function: Callback) -> Callback:
    if not callable(function):
        raise ValueError(f"callbacks holds {function!r}, which is no function; give one")
    return function


def _check(moment: str) -> None:
    if moment not in MOMENTS:
        raise ValueError(f"callbacks names the moment {moment!r}; use one of {', '.join(MOMENTS)}")

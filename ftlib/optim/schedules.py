"""Schedules: the factor on the learning rate at each update.

Every function takes `step` = 0, 1, … (the update that is about to be made). In the warm-up the
factor rises in equal strides, from 1/(warmup + 1), and reaches 1 right after it: no update is made
with a rate of 0, neither the first nor the last.

Source: chapter *Optimisers*, equations (schedule-warmup) and (schedule-decay).
"""

from __future__ import annotations

import math

from ftlib.optim._validate import require_count


def constant(step: int, *, warmup: int = 0) -> float:
    """Warm-up, then 1.

    Args:
        step: the update, from 0.
        warmup: how many updates are made with a smaller factor.

    Raises:
        ValueError: when an argument is no whole number from 0 up.
    """
    rising = _rising(step, warmup)
    return 1.0 if rising is None else rising


def linear(step: int, steps: int, *, warmup: int = 0) -> float:
    """Warm-up, then equal strides down to 1/(steps − warmup) at the last update.

    Args:
        step: the update, in 0 … steps − 1.
        steps: how many updates there are in all.
        warmup: how many of them rise; fewer than `steps`.

    Raises:
        ValueError: for a `step` or a `warmup` outside its range.
    """
    rising = _rising(step, warmup)
    falling = _left(step, steps, warmup) / (steps - warmup)
    return falling if rising is None else rising


def cosine(step: int, steps: int, *, warmup: int = 0) -> float:
    """Warm-up, then half a period of the cosine from 1 down towards 0.

    Args and errors: as `linear`.

    Source: Loshchilov and Hutter, ICLR 2017 (without restarts).
    """
    rising = _rising(step, warmup)
    falling = 0.5 * (1 - math.cos(math.pi * _left(step, steps, warmup) / (steps - warmup)))
    return falling if rising is None else rising


def inverse_square_root(step: int, *, warmup: int = 0) -> float:
    """Warm-up, then √((warmup + 1)/(step + 1)); it needs no number of steps.

    With t = step + 1 and w = warmup + 1 this is min(t/w, √(w/t)).

    Args and errors: as `constant`.

    Source: Vaswani et al., NeurIPS 2017, section 5.3.
    """
    rising = _rising(step, warmup)
    return math.sqrt((warmup + 1) / (step + 1)) if rising is None else rising


def _rising(step: int, warmup: int) -> float | None:
    require_count("step", step, 0)
    require_count("warmup", warmup, 0)
    return (step + 1) / (warmup + 1) if step < warmup else None


def _left(step: int, steps: int, warmup: int) -> int:
    """How many updates are left of the falling part, this one included."""
    require_count("steps", steps, 1)
    if step >= steps:
        raise ValueError(f"step is {step} of {steps} steps; steps count from 0 to {steps - 1}")
    if warmup >= steps:
        raise ValueError(
            f"warmup is {warmup} of {steps} steps; leave at least one step after the warm-up"
        )
    return steps - max(step, warmup)

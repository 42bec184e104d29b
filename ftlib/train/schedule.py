"""The learning rate's schedule by its name; the formulas are those of `ftlib.optim`."""

from __future__ import annotations

from ftlib.optim import schedules
from ftlib.train.options import Options


def rate_factor(options: Options, step: int, steps: int) -> float:
    """The factor on every learning rate at update `step` (0, 1, …, `steps` − 1).

    `warmup` is a share: the factor rises over the first `int(warmup · steps)` updates, is 1 at
    the next and goes on as `schedule` says.

    Source: `ftlib.optim.schedules`; chapter *Optimisers*, equations (schedule-warmup) and
    (schedule-decay).
    """
    warmup = int(options.warmup * steps)
    if options.schedule == "constant":
        return schedules.constant(step, warmup=warmup)
    if options.schedule == "inverse_sqrt":
        return schedules.inverse_square_root(step, warmup=warmup)
    falling = schedules.cosine if options.schedule == "cosine" else schedules.linear
    return falling(step, steps, warmup=warmup)

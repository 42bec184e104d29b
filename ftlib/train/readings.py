"""Losses and norms on their way from the device to the history: fetched in groups.

Asking a GPU for a number makes the host wait until everything before it is computed, and while the
host waits it prepares nothing. So numbers stay there, and come over a few steps late, together.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import torch

from ftlib.train.devices.parallel import World
from ftlib.train.run import Run, Step
from ftlib.train.updates import Update
from ftlib.train.validating import Diverged

EVERY = 25  # updates between fetches from an accelerator; from the CPU every update


@dataclass(eq=False)
class Readings:
    """Takes what each update measured and writes it into `run.steps`, when it is fetched.

    Attributes:
        run: the history.
        world: losses are summed over its processes, all in one message.
        steps: of the whole run, for the sentence when it diverges.
        overflows: a float16 gradient may overflow (that update was left out): no reason to stop.
        told: is called with each update and its step, once they are here.
    """

    run: Run
    world: World
    steps: int
    overflows: bool = False
    told: Callable[[Update, Step], None] = lambda update, step: None
    _waiting: list[tuple[Update, float, torch.Tensor, torch.Tensor]] = field(default_factory=list)

    def add(self, update: Update, rate: float, loss: torch.Tensor, norm: torch.Tensor) -> None:
        """Take an update's loss (this process's share of the mean), rate and gradient norm."""
        self._waiting.append((update, rate, loss, norm))
        if len(self._waiting) >= (1 if self.world.device.type == "cpu" else EVERY):
            self.fetch()

    def fetch(self) -> None:
        """Bring over what has been added since the last time.

        Raises:
            Diverged: when a loss, or a gradient, is NaN or infinite.
        """
        if not self._waiting:
            return
        updates, rates, losses, norms = zip(*self._waiting, strict=True)
        self._waiting = []
        values = self.world.sum(torch.stack(losses)).tolist()
        lengths = torch.stack(norms).tolist()
        for update, rate, value, length in zip(updates, rates, values, lengths, strict=True):
            self._check("loss", value, update)
            if not self.overflows:
                self._check("gradient's norm", length, update)
            step = Step(value, rate, length)
            self.run.steps.append(step)
            self.told(update, step)

    def _check(self, what: str, value: float, update: Update) -> None:
        if math.isfinite(value):
            return
        rows = ", ".join(str(row) for row in update.rows[:8]) + (
            f", … ({len(update.rows)} in all)" if len(update.rows) > 8 else ""
        )
        raise Diverged(
            f"the {what} is {value} at step {update.step + 1} of {self.steps}; lower learning_rate "
            f"({self.run.options.learning_rate}), clip the gradient, or look for NaN in the inputs:"
            f" the batch of epoch {update.epoch + 1} holds the rows {rows} of train",
            step=update.step + 1,
            epoch=update.epoch + 1,
            rows=update.rows,
        )

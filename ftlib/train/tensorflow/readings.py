"""Losses on their way from TensorFlow to the history: from a GPU in groups, as from PyTorch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import torch

from ftlib.train.readings import EVERY, Readings
from ftlib.train.session import Session
from ftlib.train.updates import Update


@dataclass(eq=False)
class LateReadings(Readings):
    """Holds TensorFlow's tensors, and hands their numbers to `Readings` when they are fetched."""

    every: int = 1
    _held: list[tuple[Update, float, Any, Any]] = field(default_factory=list)

    @classmethod
    def take_over(cls, session: Session) -> None:
        """Let the session fetch in this way."""
        old, on_gpu = session.readings, session.engine.device.type != "cpu"
        own = cls(old.run, old.world, old.steps, old.overflows, old.told, every=EVERY * on_gpu or 1)
        session.readings, session.view.fetch = own, own.fetch

    def add(self, update: Update, rate: float, loss: Any, norm: Any) -> None:
        """Take an update's loss, rate and gradient norm."""
        self._held.append((update, rate, loss, norm))
        if len(self._held) >= self.every:
            self.fetch()

    def fetch(self) -> None:
        """Bring over what has been added since the last time; errors as `Readings.fetch`."""
        for update, rate, *numbers in self._held:
            value, norm = (torch.tensor(float(each), dtype=torch.float64) for each in numbers)
            self._waiting.append((update, rate, value, norm))
        self._held = []
        super().fetch()

"""What a run leaves behind: its history, in numbers, in words and as a picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ftlib.train.options import Options

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


class Step(NamedTuple):
    """One update: the batch's mean loss before it, the (highest) rate, the gradient's 2-norm.

    The norm is taken before clipping.
    """

    loss: float
    learning_rate: float
    gradient_norm: float


class Validation(NamedTuple):
    """A look at the validation examples after `step` updates, `epoch` passes (a fraction)."""

    step: int
    epoch: float
    loss: float
    metric: float | None


@dataclass(eq=False)
class Run:
    """The history of one call of `fit`.

    Attributes:
        options: the hyper-parameters.
        device, precision: where and in which format it ran.
        examples: how many there are to train on.
        steps: one entry an update.
        validations: one entry a validation.
        reports: the classification report after each validation, by step (`report=True`).
        notes: sentences worth knowing: what was left out, and why.
        stopped: the reason a callback gave for stopping, or None.
        seen, tokens: examples and real tokens (no padding) that went into updates, on all
            processes.
        timings: seconds: `total`, and of these `validation` and `saving`.
        processes: how many trained together.
    """

    options: Options
    device: str
    precision: str
    examples: int
    steps: list[Step] = field(default_factory=list)
    validations: list[Validation] = field(default_factory=list)
    reports: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    stopped: str | None = None
    seen: int = 0
    tokens: int = 0
    timings: dict[str, float] = field(
        default_factory=lambda: {"total": 0.0, "validation": 0.0, "saving": 0.0}
    )
    processes: int = 1

    @classmethod
    def load(cls, folder: str | Path) -> Run:
        """The history in the newest intact checkpoint of a folder (`fit(checkpoints=folder)`).

        Raises:
            CheckpointError: (a ValueError) when the folder holds none.
        """
        from ftlib.train.checkpoints.state import read_run  # it knows this class

        return read_run(folder)

    @property
    def best(self) -> Validation | None:
        """The (first) validation with the lowest loss: its parameters are the model's now."""
        return min(self.validations, key=lambda each: each.loss, default=None)

    @property
    def waited(self) -> int:
        """Validations since the best one."""
        best = self.best
        return 0 if best is None else len(self.validations) - 1 - self.validations.index(best)

    @property
    def stopped_early(self) -> bool:
        """Whether patience ran out."""
        return self.options.patience is not None and self.waited >= self.options.patience

    @property
    def losses(self) -> NDArray[np.float64]:
        """The training loss of each step, shape [steps]."""
        return np.array([step.loss for step in self.steps])

    @property
    def seconds(self) -> float:
        """Seconds of training, without validating and saving."""
        return self.timings["total"] - self.timings["validation"] - self.timings["saving"]

    @property
    def examples_per_second(self) -> float:
        """Examples that went into updates in a second of training; NaN before the first."""
        return self.seen / self.seconds if self.seconds > 0 else float("nan")

    @property
    def tokens_per_second(self) -> float:
        """Real tokens that went into updates in a second of training; NaN before the first."""
        return self.tokens / self.seconds if self.seconds > 0 else float("nan")

    @property
    def speed(self) -> str:
        """How long it took and how fast it was, in words (not in `str`, which is the same on
        every machine)."""
        parts = ", ".join(f"{self.timings[name]:.1f} s {name}" for name in ("validation", "saving"))
        return (
            f"{self.seconds:.1f} s training ({self.examples_per_second:,.1f} examples and "
            f"{self.tokens_per_second:,.0f} tokens a second), {parts}"
        )

    @property
    def latest(self) -> str:
        """A few words for the progress bar."""
        words = []
        if self.steps:
            words.append(f"loss {np.mean([step.loss for step in self.steps[-20:]]):.3f}")
        if self.validations:
            last = self.validations[-1]
            words.append(f"validation {last.loss:.3f}")
            if last.metric is not None:
                words.append(f"metric {last.metric:.3f}")
        return ", ".join(words)

    def table(self) -> pd.DataFrame:
        """One row a validation: step, epoch, train_loss (the mean since the one before), loss,
        metric, best."""
        import pandas as pd

        rows: list[dict[str, Any]] = []
        before = 0
        for each in self.validations:
            mean = float(self.losses[before : each.step].mean())
            row = {"step": each.step, "epoch": each.epoch, "train_loss": mean, "loss": each.loss}
            rows.append(row | {"metric": each.metric, "best": each is self.best})
            before = each.step
        columns = ["step", "epoch", "train_loss", "loss", "metric", "best"]
        return pd.DataFrame(rows, columns=columns)

    def __str__(self) -> str:
        lines = [f"{len(self.steps):,} steps on {self.device} in {self.precision}"]
        lines[0] += f", {self.examples:,} examples, {self.options.batches}"
        if self.processes > 1:
            lines[0] += f", {self.processes} processes ({self.options.strategy})"
        lines.append("  step  epoch  train loss  validation loss  metric")
        before = 0
        for each in self.validations:
            mean = self.losses[before : each.step].mean()
            metric = "" if each.metric is None else f"{each.metric:.3f}"
            mark = "  best" if each is self.best else ""
            lines.append(
                f"{each.step:>6}  {each.epoch:>5.2f}  {mean:>10.3f}  {each.loss:>15.3f}"
                f"  {metric:>6}{mark}"
            )
            before = each.step
        if self.stopped_early:
            lines.append(f"stopped early: no lower validation loss in {self.waited} looks")
        if self.stopped is not None:
            lines.append(f"stopped by a callback: {self.stopped}")
        lines += self.notes
        if self.best is not None and self.best.step in self.reports:
            lines += ["", f"at step {self.best.step} (best):", self.reports[self.best.step]]
        return "\n".join(lines)

    __repr__ = __str__

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the loss curve: every step, their running mean, and the validations.

        Args:
            ax: where to draw; by default a new figure.

        Returns:
            The axes, to add to.
        """
        import matplotlib.pyplot as plt

        if ax is None:
            _, ax = plt.subplots()
        steps = np.arange(1, len(self.steps) + 1)
        ax.plot(steps, self.losses, color="0.55", lw=0.8, alpha=0.6, label="one batch")
        width = max(1, len(steps) // 10)
        if width > 1:
            mean = np.convolve(self.losses, np.ones(width) / width, mode="valid")
            label = f"mean of {width} batches"
            ax.plot(steps[width - 1 :], mean, color="C0", label=label)
        if self.validations:
            seen = [(each.step, each.loss) for each in self.validations]
            ax.plot(*zip(*seen, strict=True), "o-", color="C1", label="validation")
        ax.set(xlabel="step", ylabel="loss (nats)", ylim=(0, None))
        ax.legend()
        return ax

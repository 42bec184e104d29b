"""What a run leaves behind: its history, in numbers, in words and as a picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ftlib.train.options import Options

if TYPE_CHECKING:
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
        examples: how many it was trained on.
        steps: one entry an update.
        validations: one entry a validation.
    """

    options: Options
    device: str
    precision: str
    examples: int
    steps: list[Step] = field(default_factory=list)
    validations: list[Validation] = field(default_factory=list)

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
    def latest(self) -> str:
        """A few words for the progress bar."""
        words = [f"loss {np.mean(self.losses[-20:]):.3f}"]
        if self.validations:
            last = self.validations[-1]
            words.append(f"validation {last.loss:.3f}")
            if last.metric is not None:
                words.append(f"metric {last.metric:.3f}")
        return ", ".join(words)

    def __str__(self) -> str:
        lines = [f"{len(self.steps):,} steps on {self.device} in {self.precision}"]
        lines[0] += f", {self.examples:,} examples, batches of {self.options.batch_size}"
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

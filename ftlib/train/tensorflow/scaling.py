"""Loss scaling for float16: small gradients survive, and an overflow costs one update."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

GROW_AFTER = 2000  # updates in a row without an overflow; as PyTorch's GradScaler


class LossScale:
    """The factor on the loss, doubled now and then, halved after an overflow; 1 when switched off.

    Source: Micikevicius et al., ICLR 2018.
    """

    def __init__(self, enabled: bool) -> None:
        self._enabled = enabled
        self.scale = tf.Variable(2.0**16 if enabled else 1.0, dtype=tf.float64, trainable=False)
        self.good = tf.Variable(0, dtype=tf.int64, trainable=False)

    def is_enabled(self) -> bool:
        """Whether a gradient may overflow."""
        return self._enabled

    def update(self, finite: Any) -> None:
        """Take note of whether the last gradient was finite (a boolean scalar)."""
        if not self._enabled:
            return
        good = tf.where(finite, self.good + 1, tf.zeros_like(self.good))
        grown = tf.where(good == GROW_AFTER, 2 * self.scale, tf.identity(self.scale))
        self.scale.assign(tf.where(finite, grown, self.scale / 2))
        self.good.assign(tf.where(good == GROW_AFTER, tf.zeros_like(good), good))

    def state_dict(self) -> dict[str, float]:
        """What a checkpoint keeps; empty when switched off."""
        if not self._enabled:
            return {}
        return {"scale": float(self.scale.numpy()), "good": int(self.good.numpy())}

    def load_state_dict(self, state: dict[str, float]) -> None:
        """Go on from a `state_dict`."""
        if self._enabled:
            self.scale.assign(state["scale"])
            self.good.assign(int(state["good"]))

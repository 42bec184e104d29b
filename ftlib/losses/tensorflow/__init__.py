"""The losses in TensorFlow: same names, reductions and errors as `ftlib.losses.reference`.

TensorFlow is an extra (`pip install "ftlib[tensorflow]"`); it loads when this is imported.
"""

from ftlib.quiet import quietly

with quietly():
    import tensorflow  # noqa: F401

from ftlib.losses.tensorflow.binary_cross_entropy import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
)
from ftlib.losses.tensorflow.focal_loss import binary_focal_loss_with_logits
from ftlib.losses.tensorflow.info_nce import info_nce
from ftlib.losses.tensorflow.kl_divergence import kl_divergence
from ftlib.losses.tensorflow.linear_cross_entropy import linear_cross_entropy
from ftlib.losses.tensorflow.log_softmax import log_softmax, logsumexp, softmax
from ftlib.losses.tensorflow.mse import mse
from ftlib.losses.tensorflow.nll_loss import nll_loss
from ftlib.losses.tensorflow.preference import dpo_loss, preference_loss
from ftlib.losses.tensorflow.softmax_cross_entropy import softmax_cross_entropy

__all__ = [
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "binary_focal_loss_with_logits",
    "dpo_loss",
    "info_nce",
    "kl_divergence",
    "linear_cross_entropy",
    "log_softmax",
    "logsumexp",
    "mse",
    "nll_loss",
    "preference_loss",
    "softmax",
    "softmax_cross_entropy",
]

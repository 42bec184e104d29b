"""The losses in PyTorch: same names, reductions and errors as `ftlib.losses.reference`."""

from ftlib.losses.torch.binary_cross_entropy import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
)
from ftlib.losses.torch.focal_loss import binary_focal_loss_with_logits
from ftlib.losses.torch.info_nce import info_nce
from ftlib.losses.torch.kl_divergence import kl_divergence
from ftlib.losses.torch.linear_cross_entropy import linear_cross_entropy
from ftlib.losses.torch.log_softmax import log_softmax, logsumexp, softmax
from ftlib.losses.torch.mse import mse
from ftlib.losses.torch.nll_loss import nll_loss
from ftlib.losses.torch.preference import dpo_loss, preference_loss
from ftlib.losses.torch.softmax_cross_entropy import softmax_cross_entropy

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

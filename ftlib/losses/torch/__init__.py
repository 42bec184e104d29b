"""The losses in PyTorch: same names, reductions and errors as `ftlib.losses.reference`."""

from ftlib.losses.torch.binary_cross_entropy import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
)

__all__ = ["binary_cross_entropy", "binary_cross_entropy_with_logits"]

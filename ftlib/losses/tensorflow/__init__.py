"""The losses in TensorFlow: same names, reductions and errors as `ftlib.losses.reference`.

TensorFlow is an extra (`pip install "ftlib[tensorflow]"`); it loads when this is imported.
"""

from ftlib.losses.tensorflow.binary_cross_entropy import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
)

__all__ = ["binary_cross_entropy", "binary_cross_entropy_with_logits"]

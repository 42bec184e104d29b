"""What stands on top of a pretrained model, one file a task: the output layer and its loss."""

from ftlib.models.biases import class_bias, label_bias
from ftlib.models.canonical import canonical_gradient, canonical_loss, canonical_mean
from ftlib.models.gaussian import gaussian_nll
from ftlib.models.ordinal import OrdinalHead, ordinal_loss, ordinal_probabilities
from ftlib.models.spans import best_span, mask_positions, span_loss
from ftlib.models.tokens import align_labels

__all__ = [
    "OrdinalHead",
    "align_labels",
    "best_span",
    "canonical_gradient",
    "canonical_loss",
    "canonical_mean",
    "class_bias",
    "gaussian_nll",
    "label_bias",
    "mask_positions",
    "ordinal_loss",
    "ordinal_probabilities",
    "span_loss",
]

"""The models of the chapters, one file an idea: output layers with their losses, whole networks."""

from ftlib.models.biases import class_bias, label_bias
from ftlib.models.canonical import canonical_gradient, canonical_loss, canonical_mean
from ftlib.models.cnn import CNN, cnn_parameters, cnn_width_for
from ftlib.models.convolution import (
    conv2d,
    conv2d_gradients,
    convolution_matrix,
    output_size,
    receptive_field,
    same_padding,
)
from ftlib.models.efficientnet_lite import (
    EfficientNetLite,
    efficientnet_lite0,
    freeze_batch_norms,
    to_lite_range,
)
from ftlib.models.embedding import embed_texts, mean_pooling, remembering
from ftlib.models.gan import (
    Discriminator,
    Generator,
    discriminator_loss,
    gan_step,
    generator_loss,
    r1_penalty,
)
from ftlib.models.gaussian import gaussian_nll
from ftlib.models.grad_cam import grad_cam, mass_inside
from ftlib.models.mlp import MLP, parameter_count, width_for
from ftlib.models.ordinal import OrdinalHead, ordinal_loss, ordinal_probabilities
from ftlib.models.perceptron import mistake_bound, perceptron, widest_margin
from ftlib.models.pieces import pieces
from ftlib.models.spans import best_span, mask_positions, span_loss
from ftlib.models.tagging import legal_moves, viterbi
from ftlib.models.tokens import align_labels

__all__ = [
    "CNN",
    "MLP",
    "Discriminator",
    "EfficientNetLite",
    "Generator",
    "OrdinalHead",
    "align_labels",
    "best_span",
    "canonical_gradient",
    "canonical_loss",
    "canonical_mean",
    "class_bias",
    "cnn_parameters",
    "cnn_width_for",
    "conv2d",
    "conv2d_gradients",
    "convolution_matrix",
    "discriminator_loss",
    "efficientnet_lite0",
    "embed_texts",
    "freeze_batch_norms",
    "gan_step",
    "gaussian_nll",
    "generator_loss",
    "grad_cam",
    "label_bias",
    "legal_moves",
    "mask_positions",
    "mass_inside",
    "mean_pooling",
    "mistake_bound",
    "ordinal_loss",
    "ordinal_probabilities",
    "output_size",
    "parameter_count",
    "perceptron",
    "pieces",
    "r1_penalty",
    "receptive_field",
    "remembering",
    "same_padding",
    "span_loss",
    "to_lite_range",
    "viterbi",
    "widest_margin",
    "width_for",
]

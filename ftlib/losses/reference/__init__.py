"""The specification: NumPy, float64, one function an equation of the book."""

from ftlib.losses.reference.bernoulli import bernoulli_likelihood, bernoulli_log_likelihood
from ftlib.losses.reference.binary_cross_entropy import (
    binary_cross_entropy,
    binary_cross_entropy_grad,
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_grad,
    binary_cross_entropy_with_logits_hessian,
    parameter_grad,
)
from ftlib.losses.reference.linear_logit import (
    linear_logit_grad,
    linear_logit_hessian,
    linear_logit_loss,
)
from ftlib.losses.reference.sigmoid import sigmoid, sigmoid_grad, softplus

__all__ = [
    "bernoulli_likelihood",
    "bernoulli_log_likelihood",
    "binary_cross_entropy",
    "binary_cross_entropy_grad",
    "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits_grad",
    "binary_cross_entropy_with_logits_hessian",
    "linear_logit_grad",
    "linear_logit_hessian",
    "linear_logit_loss",
    "parameter_grad",
    "sigmoid",
    "sigmoid_grad",
    "softplus",
]

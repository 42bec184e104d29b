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
from ftlib.losses.reference.focal_loss import (
    binary_focal_loss_with_logits,
    binary_focal_loss_with_logits_grad,
)
from ftlib.losses.reference.info_nce import info_nce, info_nce_grad
from ftlib.losses.reference.kl_divergence import kl_divergence, kl_divergence_grad
from ftlib.losses.reference.linear_cross_entropy import (
    LinearGradients,
    linear_cross_entropy,
    linear_cross_entropy_grad,
)
from ftlib.losses.reference.linear_logit import (
    linear_logit_grad,
    linear_logit_hessian,
    linear_logit_loss,
)
from ftlib.losses.reference.log_softmax import (
    log_softmax,
    log_softmax_jacobian,
    logsumexp,
    logsumexp_grad,
    softmax,
    softmax_jacobian,
)
from ftlib.losses.reference.mse import mse, mse_grad
from ftlib.losses.reference.nll_loss import nll_loss, nll_loss_grad
from ftlib.losses.reference.preference import (
    dpo_loss,
    dpo_loss_grad,
    preference_loss,
    preference_loss_grad,
)
from ftlib.losses.reference.sigmoid import sigmoid, sigmoid_grad, softplus
from ftlib.losses.reference.softmax_cross_entropy import (
    softmax_cross_entropy,
    softmax_cross_entropy_grad,
    softmax_cross_entropy_hessian,
)

__all__ = [
    "LinearGradients",
    "bernoulli_likelihood",
    "bernoulli_log_likelihood",
    "binary_cross_entropy",
    "binary_cross_entropy_grad",
    "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits_grad",
    "binary_cross_entropy_with_logits_hessian",
    "binary_focal_loss_with_logits",
    "binary_focal_loss_with_logits_grad",
    "dpo_loss",
    "dpo_loss_grad",
    "info_nce",
    "info_nce_grad",
    "kl_divergence",
    "kl_divergence_grad",
    "linear_cross_entropy",
    "linear_cross_entropy_grad",
    "linear_logit_grad",
    "linear_logit_hessian",
    "linear_logit_loss",
    "log_softmax",
    "log_softmax_jacobian",
    "logsumexp",
    "logsumexp_grad",
    "mse",
    "mse_grad",
    "nll_loss",
    "nll_loss_grad",
    "parameter_grad",
    "preference_loss",
    "preference_loss_grad",
    "sigmoid",
    "sigmoid_grad",
    "softmax",
    "softmax_cross_entropy",
    "softmax_cross_entropy_grad",
    "softmax_cross_entropy_hessian",
    "softmax_jacobian",
    "softplus",
]

"""The optimisers of the book, one function an update rule: NumPy, float64, nothing hidden.

    theta, state = adamw(theta, grad, state, learning_rate=1e-3)

A step takes the parameters, their gradient and the state that the last step returned (None at the
first), changes none of them, and returns new ones. They are a specification to read and to check
others against, not a tool to train large models with: that is `torch.optim`'s work.
"""

from ftlib.optim._state import State
from ftlib.optim.adaptive import adam, adamw, bias_correction, rmsprop
from ftlib.optim.descent import momentum, sgd
from ftlib.optim.evolution import Evolution, evolve, pair_shrinkage, smoothed_gradient
from ftlib.optim.noise_scale import NoiseScale, best_rate, noise_scale
from ftlib.optim.quadratic import path, stability_limit
from ftlib.optim.range_test import RangeTest, range_test
from ftlib.optim.schedules import constant, cosine, inverse_square_root, linear
from ftlib.optim.shrinkage import descent_on_quadratic, minimum_near

__all__ = [
    "Evolution",
    "NoiseScale",
    "RangeTest",
    "State",
    "adam",
    "adamw",
    "best_rate",
    "bias_correction",
    "constant",
    "cosine",
    "descent_on_quadratic",
    "evolve",
    "inverse_square_root",
    "linear",
    "minimum_near",
    "momentum",
    "noise_scale",
    "pair_shrinkage",
    "path",
    "range_test",
    "rmsprop",
    "sgd",
    "smoothed_gradient",
    "stability_limit",
]

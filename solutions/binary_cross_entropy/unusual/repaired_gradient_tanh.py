"""The sigmoid as a hyperbolic tangent, and a mean that is taken last."""

import numpy as np

TASK = "repaired_gradient"


def repaired_gradient(z, y):
    return (0.5 + 0.5 * np.tanh(z / 2) - y) * np.ones_like(z).mean() / z.size

"""The bias is what the two steps make of nothing, the kernel what one more unit adds."""

import numpy as np

TASK = "folded"


def folded(kernel, bias, gamma, beta, mean, variance, epsilon):
    def normed(f, z):
        return (z - mean[f]) * gamma[f] * (variance[f] + epsilon) ** -0.5 + beta[f]

    offset = np.array([normed(f, bias[f] if bias is not None else 0.0) for f in range(len(kernel))])
    new = np.empty_like(kernel)
    for f in range(len(kernel)):
        new[f] = kernel[f] * (normed(f, 1.0) - normed(f, 0.0))
    return new, offset

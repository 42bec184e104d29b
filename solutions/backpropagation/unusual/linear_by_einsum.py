"""Einstein's summation, and a list in place of a tuple."""

import numpy as np

TASK = "linear_pull"


def linear_pull(adjoint, x, W):
    return [
        np.einsum("...h,dh->...d", adjoint, W),
        np.einsum("nd,nh->dh", x.reshape(-1, len(W)), adjoint.reshape(-1, W.shape[1])),
        np.einsum("nh->h", adjoint.reshape(-1, W.shape[1])),
    ]

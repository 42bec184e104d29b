"""The mean over the batch for the bias, where a copy asks for the sum."""

LOSES = "linear_pull"


def linear_pull(adjoint, x, W):
    rows, out = x.reshape(-1, x.shape[-1]), adjoint.reshape(-1, adjoint.shape[-1])
    return adjoint @ W.T, rows.T @ out, out.mean(axis=0)

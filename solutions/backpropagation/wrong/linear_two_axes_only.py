"""Right for [N, D], wrong for tokens: .T turns all three axes round."""

LOSES = "linear_pull"


def linear_pull(adjoint, x, W):
    return adjoint @ W.T, x.T @ adjoint, adjoint.sum(axis=0)

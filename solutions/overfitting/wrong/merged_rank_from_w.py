"""Takes the rank from the wrong matrix."""

LOSES = "merged"


def merged(W, A, B, alpha):
    return W + alpha / len(B) * (B @ A)

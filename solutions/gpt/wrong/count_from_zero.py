"""Counts the steps from 0."""

LOSES = "multiplications"


def multiplications(H, K, I, L, T, cached):  # noqa: E741
    token = 2 * H * H + 2 * H * K + 3 * H * I
    return L * sum((1 if cached else t) * (token + 2 * H * t) for t in range(T))

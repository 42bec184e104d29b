"""Gauss's sums, in whole numbers."""

TASK = "multiplications"


def multiplications(H, K, I, L, T, cached):  # noqa: E741
    token = H * (2 * (H + K) + 3 * I)
    one, two = T * (T + 1) // 2, T * (T + 1) * (2 * T + 1) // 6
    return L * (token * T + 2 * H * one if cached else token * one + 2 * H * two)

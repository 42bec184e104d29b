"""Forgets the comparisons."""

LOSES = "multiplications"


def multiplications(H, K, I, L, T, cached):  # noqa: E741
    token = 2 * H * H + 2 * H * K + 3 * H * I
    return L * token * (T if cached else T * (T + 1) // 2)

"""Counts the last step T times."""

LOSES = "multiplications"


def multiplications(H, K, I, L, T, cached):  # noqa: E741
    token = 2 * H * H + 2 * H * K + 3 * H * I
    return L * T * (1 if cached else T) * (token + 2 * H * T)

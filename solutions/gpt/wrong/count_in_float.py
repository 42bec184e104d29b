"""Gauss's sums in floats."""

LOSES = "multiplications"


def multiplications(H, K, I, L, T, cached):  # noqa: E741
    token = float(2 * H * H + 2 * H * K + 3 * H * I)
    one, two = T * (T + 1) / 2, T * (T + 1) * (2 * T + 1) / 6
    total = T * token + 2.0 * H * one if cached else token * one + 2.0 * H * two
    return int(L * total)

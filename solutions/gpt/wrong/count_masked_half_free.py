"""Counts the comparisons with earlier tokens only, without a cache too."""

LOSES = "multiplications"


def multiplications(H, K, I, L, T, cached):  # noqa: E741
    token = 2 * H * H + 2 * H * K + 3 * H * I
    total = 0
    for t in range(1, T + 1):
        total += token + 2 * H * t if cached else t * token + H * t * (t + 1)
    return L * total

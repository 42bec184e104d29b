"""Cut at 0 and 1."""

LOSES = "corrected"


def corrected(k, n, found, bad, passed, good):
    q, a, b = k / n, found / bad, passed / good
    share = min(max((q + b - 1) / (a + b - 1), 0.0), 1.0)
    spread = q * (1 - q) / n + share**2 * a * (1 - a) / bad + (1 - share) ** 2 * b * (1 - b) / good
    return share, spread**0.5 / (a + b - 1)

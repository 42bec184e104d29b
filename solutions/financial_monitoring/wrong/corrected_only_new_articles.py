"""The classifier's errors are taken for known."""

LOSES = "corrected"


def corrected(k, n, found, bad, passed, good):
    q, a, b = k / n, found / bad, passed / good
    share = (q + b - 1) / (a + b - 1)
    spread = q * (1 - q) / n
    return share, spread**0.5 / (a + b - 1)

"""Forgets the mean."""

LOSES = "descend"


def descend(w, x, y, rate):
    return w - rate * 2 * x.T @ (x @ w - y)

"""The gradient in closed form."""

TASK = "descend"


def descend(w, x, y, rate):
    return w - rate * (2 / len(y)) * (x.T @ (x @ w - y))

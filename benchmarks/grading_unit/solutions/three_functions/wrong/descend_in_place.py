"""Changes the start."""

LOSES = "descend"


def descend(w, x, y, rate):
    w -= rate * 2 * x.T @ (x @ w - y) / len(y)
    return w

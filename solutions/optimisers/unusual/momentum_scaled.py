"""Keeps the moves themselves in mind: the velocity times the rate."""

TASK = "momentum_step"


def momentum_step(theta, grad, m, learning_rate, mu):
    move = learning_rate * grad + mu * (learning_rate * m)
    new = [mu * old + slope for old, slope in zip(m.tolist(), grad.tolist(), strict=True)]
    return theta - move, new

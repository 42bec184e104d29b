"""Moves by the velocity of the last step."""

LOSES = "momentum_step"


def momentum_step(theta, grad, m, learning_rate, mu):
    return theta - learning_rate * m, mu * m + grad

"""Writes the new velocity into the caller's array."""

LOSES = "momentum_step"


def momentum_step(theta, grad, m, learning_rate, mu):
    m *= mu
    m += grad
    return theta - learning_rate * m, m

"""Keeps the rate inside the velocity, as Keras does."""

LOSES = "momentum_step"


def momentum_step(theta, grad, m, learning_rate, mu):
    velocity = mu * m - learning_rate * grad
    return theta + velocity, velocity

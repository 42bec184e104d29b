"""Weighs the gradient with 1 − μ, as Adam's average does."""

LOSES = "momentum_step"


def momentum_step(theta, grad, m, learning_rate, mu):
    velocity = mu * m + (1 - mu) * grad
    return theta - learning_rate * velocity, velocity

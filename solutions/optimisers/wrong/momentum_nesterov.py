"""Nesterov's step instead of the heavy ball's."""

LOSES = "momentum_step"


def momentum_step(theta, grad, m, learning_rate, mu):
    velocity = mu * m + grad
    return theta - learning_rate * (grad + mu * velocity), velocity

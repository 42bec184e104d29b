"""Plain lists and loops, and the velocity inside a comprehension."""

TASK = "momentum_step"


def momentum_step(theta, grad, m, learning_rate, mu):
    velocity = [mu * float(a) + float(b) for a, b in zip(m, grad, strict=True)]
    return [float(a) - learning_rate * b for a, b in zip(theta, velocity, strict=True)], velocity

"""A negative power."""

TASK = "translated_epsilon"


def translated_epsilon(keras_epsilon, beta2, t):
    return keras_epsilon * (1 - beta2**t) ** -0.5

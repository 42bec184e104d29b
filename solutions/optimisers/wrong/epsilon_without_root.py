"""Forgets the root."""

LOSES = "translated_epsilon"


def translated_epsilon(keras_epsilon, beta2, t):
    return keras_epsilon / (1 - beta2**t)

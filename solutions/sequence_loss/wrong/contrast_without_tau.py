"""Forgets the temperature in the last step of the chain rule."""

import numpy as np

LOSES = "two_way_contrast"


def softmax(scores, axis):
    e = np.exp(scores - scores.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def log_normaliser(scores, axis):
    top = scores.max(axis)
    return top + np.log(np.exp(scores - np.expand_dims(top, axis)).sum(axis))


def two_way_contrast(queries, keys, tau):
    s, n = queries @ keys.T / tau, len(queries)
    pull = (softmax(s, 1) + softmax(s, 0) - 2 * np.eye(n)) / (2 * n)
    loss = np.mean(log_normaliser(s, 1) + log_normaliser(s, 0) - 2 * np.diag(s)) / 2
    return loss, pull @ keys, pull.T @ queries

"""The weight is taken twice."""

import numpy as np

LOSES = "place"


def place(films, seen, confidence, penalty, guess):
    films, guess = np.array(films), np.array(guess)
    target = np.zeros(len(films))
    target[list(map(int, seen))] = 1
    weight = np.where(target == 1, confidence, 1)
    left = films.T @ (weight[:, None] * films) + penalty * np.eye(len(guess))
    return np.linalg.solve(left, films.T @ (weight**2 * target) + penalty * guess)

"""The guess plus a step for the rests, films stacked with the penalty."""

import numpy as np

TASK = "place"


def place(films, seen, confidence, penalty, guess):
    films, guess = np.asarray(films, float), np.asarray(guess, float)
    weight, target = np.ones(len(films)), np.zeros(len(films))
    for film in seen:
        weight[film], target[film] = confidence, 1.0
    rest = (target - films @ guess) * np.sqrt(weight)
    rows = np.vstack([films * np.sqrt(weight)[:, None], np.sqrt(penalty) * np.eye(len(guess))])
    step = np.linalg.lstsq(rows, np.concatenate([rest, np.zeros(len(guess))]), rcond=None)[0]
    return (guess + step).tolist()

"""Absolute deviations from the medians of both sides."""

import itertools

import numpy as np

LOSES = "best_cut"


def best_cut(values):
    values, tried = np.asarray(values, float), []
    levels = np.unique(values)
    for low, high in itertools.pairwise(levels):
        sides = values[values <= low], values[values >= high]
        within = sum(np.abs(side - np.median(side)).sum() for side in sides)
        tried.append((within, float((low + high) / 2)))
    return min(tried)[1]

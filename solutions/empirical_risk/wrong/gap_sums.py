"""Adds the losses up, although n and m differ."""

import numpy as np

LOSES = "gap_halves"


def gap_halves(chosen_train, reference_train, chosen_fresh, reference_fresh):
    flattered = np.sum(reference_train) - np.sum(chosen_train)
    return float(flattered), float(np.sum(chosen_fresh) - np.sum(reference_fresh))

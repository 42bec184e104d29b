"""Turns the sign of the first half."""

import numpy as np

LOSES = "gap_halves"


def gap_halves(chosen_train, reference_train, chosen_fresh, reference_fresh):
    flattered = np.mean(chosen_train) - np.mean(reference_train)
    return float(flattered), float(np.mean(chosen_fresh) - np.mean(reference_fresh))

"""Believes that neither half can be negative."""

import numpy as np

LOSES = "gap_halves"


def gap_halves(chosen_train, reference_train, chosen_fresh, reference_fresh):
    flattered = np.mean(reference_train) - np.mean(chosen_train)
    paid = np.mean(chosen_fresh) - np.mean(reference_fresh)
    return float(abs(flattered)), float(abs(paid))

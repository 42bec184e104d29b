"""Compares the chosen model on fresh examples with itself in training: the whole gap."""

import numpy as np

LOSES = "gap_halves"


def gap_halves(chosen_train, reference_train, chosen_fresh, reference_fresh):
    flattered = np.mean(reference_train) - np.mean(chosen_train)
    return float(flattered), float(np.mean(chosen_fresh) - np.mean(chosen_train))

"""Averages the accuracies of the two parts, not of the items."""

import numpy as np

LOSES = "pair"


def pair(model_right, person_right, deferred):
    model, person = np.asarray(model_right), np.asarray(person_right)
    asked = np.asarray(deferred) == 1
    accuracy = np.mean([part.mean() for part in (person[asked], model[~asked]) if part.size])
    return {
        "accuracy": float(accuracy),
        "over_model": float(accuracy - model.mean()),
        "over_person": float(accuracy - person.mean()),
        "ceiling": float(np.maximum(model, person).mean()),
    }

"""Compares with each alone on its own part only."""

import numpy as np

LOSES = "pair"


def pair(model_right, person_right, deferred):
    model, person = np.asarray(model_right), np.asarray(person_right)
    asked = np.asarray(deferred) == 1
    accuracy = np.where(asked, person, model).mean()
    return {
        "accuracy": float(accuracy),
        "over_model": float(accuracy - model[~asked].mean() if (~asked).any() else accuracy),
        "over_person": float(accuracy - person[asked].mean() if asked.any() else accuracy),
        "ceiling": float(np.maximum(model, person).mean()),
    }

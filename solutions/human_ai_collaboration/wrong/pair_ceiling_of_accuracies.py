"""The ceiling as the better accuracy."""

import numpy as np

LOSES = "pair"


def pair(model_right, person_right, deferred):
    model, person = np.asarray(model_right), np.asarray(person_right)
    asked = np.asarray(deferred) == 1
    accuracy = np.where(asked, person, model).mean()
    return {
        "accuracy": float(accuracy),
        "over_model": float(accuracy - model.mean()),
        "over_person": float(accuracy - person.mean()),
        "ceiling": float(max(model.mean(), person.mean())),
    }

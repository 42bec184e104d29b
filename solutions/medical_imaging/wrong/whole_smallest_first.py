"""From the fewest pictures to the most."""

LOSES = "whole"


def whole(patients, folds):
    pictures = {}
    for patient in patients:
        pictures[patient] = pictures.get(patient, 0) + 1
    filled, fold = [0] * folds, {}
    for patient in sorted(pictures, key=lambda each: pictures[each]):
        fold[patient] = filled.index(min(filled))
        filled[fold[patient]] += pictures[patient]
    return [fold[patient] for patient in patients]

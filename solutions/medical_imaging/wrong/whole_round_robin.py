"""Patients in turn, however many pictures they have."""

LOSES = "whole"


def whole(patients, folds):
    pictures = {}
    for patient in patients:
        pictures[patient] = pictures.get(patient, 0) + 1
    filled, fold = [0] * folds, {}
    for patient in sorted(pictures, key=lambda each: -pictures[each]):
        fold[patient] = len(fold) % folds
        filled[fold[patient]] += pictures[patient]
    return [fold[patient] for patient in patients]

"""Patients in the order of their appearance."""

LOSES = "whole"


def whole(patients, folds):
    pictures = {}
    for patient in patients:
        pictures[patient] = pictures.get(patient, 0) + 1
    filled, fold = [0] * folds, {}
    for patient in pictures:
        fold[patient] = filled.index(min(filled))
        filled[fold[patient]] += pictures[patient]
    return [fold[patient] for patient in patients]

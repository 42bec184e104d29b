"""Deals pictures, not patients."""

LOSES = "whole"


def whole(patients, folds):
    return [place % folds for place in range(len(patients))]

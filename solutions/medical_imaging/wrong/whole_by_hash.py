"""Patients in turn by their place in the alphabet: whole, and not even."""

LOSES = "whole"


def whole(patients, folds):
    order = sorted(set(patients), key=str)
    return [order.index(each) % folds for each in patients]

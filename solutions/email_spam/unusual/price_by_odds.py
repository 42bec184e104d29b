"""Odds, and the bill message by message."""

import numpy as np

TASK = "by_price"


def by_price(z, y, lost_letter, spam_read):
    junk = [each >= np.log(lost_letter) - np.log(spam_read) for each in z]
    bill = 0.0
    for said, label in zip(junk, y, strict=True):
        bill += lost_letter * (said and not label) + spam_read * (label and not said)
    return [bool(each) for each in junk], bill / len(junk)

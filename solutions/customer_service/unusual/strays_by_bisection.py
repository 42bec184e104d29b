"""Searches for the share, and handles the ends by themselves."""

TASK = "strays_borne"


def strays_borne(accuracy, coverage, stray_coverage, least):
    def good(s):
        answered = (1 - s) * coverage + s * stray_coverage
        return answered == 0 or (1 - s) * coverage * accuracy >= least * answered

    if accuracy < least:
        return 0.0
    if good(1.0):
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if good(middle) else (low, middle)
    return low

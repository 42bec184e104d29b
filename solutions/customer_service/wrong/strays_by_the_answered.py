"""The share of strays among the answered, not among all questions."""

LOSES = "strays_borne"


def strays_borne(accuracy, coverage, stray_coverage, least):
    if accuracy < least:
        return 0.0
    return 1.0 if stray_coverage == 0 else 1 - least / accuracy

"""Takes what is left of the accuracy."""

LOSES = "strays_borne"


def strays_borne(accuracy, coverage, stray_coverage, least):
    if accuracy < least:
        return 0.0
    if stray_coverage == 0:
        return 1.0
    return accuracy - least

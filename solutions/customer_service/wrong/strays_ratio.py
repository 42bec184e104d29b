"""Strays by known questions, not among all."""

LOSES = "strays_borne"


def strays_borne(accuracy, coverage, stray_coverage, least):
    if accuracy < least:
        return 0.0
    if stray_coverage == 0:
        return 1.0
    room = coverage * (accuracy - least)
    return min(1.0, room / (least * stray_coverage))

"""Negative where the desk is not good enough."""

LOSES = "strays_borne"


def strays_borne(accuracy, coverage, stray_coverage, least):
    if stray_coverage == 0:
        return 1.0
    room = coverage * (accuracy - least)
    return room / (room + least * stray_coverage)

"""As if all known questions were answered."""

LOSES = "strays_borne"


def strays_borne(accuracy, coverage, stray_coverage, least):
    if accuracy < least:
        return 0.0
    if stray_coverage == 0:
        return 1.0
    room = accuracy - least
    return room / (room + least * stray_coverage)

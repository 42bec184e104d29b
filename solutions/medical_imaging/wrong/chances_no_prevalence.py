"""Begins at one half, wherever she is."""

LOSES = "chances"


def chances(prevalence, results, sensitivities, specificities):
    ill, well = 0.5, 0.5
    for positive, s, c in zip(results, sensitivities, specificities, strict=False):
        ill, well = (ill * s, well * (1 - c)) if positive else (ill * (1 - s), well * c)
    return ill / (ill + well)

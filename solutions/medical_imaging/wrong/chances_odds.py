"""Odds, called a probability."""

LOSES = "chances"


def chances(prevalence, results, sensitivities, specificities):
    ill, well = prevalence, 1 - prevalence
    for positive, s, c in zip(results, sensitivities, specificities, strict=False):
        ill, well = (ill * s, well * (1 - c)) if positive else (ill * (1 - s), well * c)
    return ill / well

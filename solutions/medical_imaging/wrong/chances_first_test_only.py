"""Every result is read with the shares of the first test."""

LOSES = "chances"


def chances(prevalence, results, sensitivities, specificities):
    ill, well = prevalence, 1 - prevalence
    for positive in results:
        s, c = sensitivities[0], specificities[0]
        ill, well = (ill * s, well * (1 - c)) if positive else (ill * (1 - s), well * c)
    return ill / (ill + well)

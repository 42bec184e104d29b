"""After a negative result the chance of being well."""

LOSES = "chances"


def chances(prevalence, results, sensitivities, specificities):
    ill, well = prevalence, 1 - prevalence
    for positive, s, c in zip(results, sensitivities, specificities, strict=False):
        ill, well = (ill * s, well * (1 - c)) if positive else (ill * c, well * (1 - s))
    return ill / (ill + well)

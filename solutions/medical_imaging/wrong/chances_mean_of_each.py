"""The mean of what each result says by itself."""

LOSES = "chances"


def chances(prevalence, results, sensitivities, specificities):
    said = []
    for positive, s, c in zip(results, sensitivities, specificities, strict=True):
        ill = prevalence * (s if positive else 1 - s)
        well = (1 - prevalence) * (1 - c if positive else c)
        said.append(ill / (ill + well))
    return sum(said) / len(said) if said else prevalence

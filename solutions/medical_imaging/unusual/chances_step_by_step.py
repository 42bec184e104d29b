"""Bayes' rule after each result: what came out is the prevalence before the next."""

TASK = "chances"


def chances(prevalence, results, sensitivities, specificities):
    p = prevalence
    while results:
        (positive, *results), (s, *sensitivities) = results, sensitivities
        c, *specificities = specificities
        top = p * (s if positive else 1 - s)
        p = top / (top + (1 - p) * (1 - c if positive else c))
    return p

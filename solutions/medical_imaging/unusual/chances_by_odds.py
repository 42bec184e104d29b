"""Odds times likelihood ratios, in logarithms."""

import numpy as np
from scipy import special

TASK = "chances"


def chances(prevalence, results, sensitivities, specificities):
    z = special.logit(prevalence)
    for k in range(len(results)):
        s, c = sensitivities[k], specificities[k]
        z += np.log(s / (1 - c)) if results[k] else np.log((1 - s) / c)
    return float(special.expit(z))

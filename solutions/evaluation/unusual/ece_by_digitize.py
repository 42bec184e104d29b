"""NumPy's digitize finds the bins, sums and counts stand in dictionaries."""

import numpy as np

TASK = "calibration_error"


def calibration_error(p, y, bins):
    edges = np.arange(1, bins) / bins
    forecast, seen = {}, {}
    for b, said, came in zip(np.digitize(p, edges).tolist(), p, y, strict=True):
        forecast[b] = forecast.get(b, 0.0) + said
        seen[b] = seen.get(b, 0) + came
    return sum(abs(seen[b] - forecast[b]) for b in forecast) / p.size

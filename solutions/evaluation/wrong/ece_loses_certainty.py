"""Has no bin for a forecast of 1."""

LOSES = "calibration_error"


def calibration_error(p, y, bins):
    place = (p * bins).astype(int)
    total = 0.0
    for b in range(bins):
        inside = place == b
        if inside.any():
            total += inside.sum() * abs(y[inside].mean() - p[inside].mean())
    return float(total / len(p))

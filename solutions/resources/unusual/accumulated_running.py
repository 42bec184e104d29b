"""Moves a running mean towards each new one, by its share of what was seen."""

TASK = "accumulated_gradient"


def accumulated_gradient(means, counts):
    seen, mean = 0, means[0] * 0 if counts[0] else None
    for g, n in zip(means, counts, strict=True):
        if n:
            seen += n
            mean = g * 1.0 if mean is None else mean + (g - mean) * (n / seen)
    return mean

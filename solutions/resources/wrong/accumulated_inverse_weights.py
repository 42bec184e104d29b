"""Divides each mean by its count once more, as if it were a sum."""

LOSES = "accumulated_gradient"


def accumulated_gradient(means, counts):
    pairs = [(g, n) for g, n in zip(means, counts, strict=True) if n > 0]
    return sum(g / n for g, n in pairs) / sum(1 / n for _, n in pairs)

"""Does not look at F1."""

LOSES = "row_outcomes"


def row_outcomes(precision, recall, f1, support, most_calls, digits=2):
    half = 0.5 * 10**-digits + 1e-9
    pairs = []
    for h in range(support + 1):
        if abs(h / support - recall) > half:
            continue
        for m in range(max(h, 1), most_calls + 1):
            fits = abs(h / m - precision) <= half
            if fits:
                pairs.append((h, m))
    return pairs

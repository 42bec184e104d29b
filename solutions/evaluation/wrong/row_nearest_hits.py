"""Takes the nearest whole number of hits only."""

LOSES = "row_outcomes"


def row_outcomes(precision, recall, f1, support, most_calls, digits=2):
    half = 0.5 * 10**-digits + 1e-9
    pairs = []
    for h in [round(recall * support)]:
        if abs(h / support - recall) > half:
            continue
        for m in range(max(h, 1), most_calls + 1):
            fits = abs(h / m - precision) <= half
            if fits and abs(2 * h / (m + support) - f1) <= half:
                pairs.append((h, m))
    return pairs

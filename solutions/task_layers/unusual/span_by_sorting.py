"""All allowed spans, the best one by its score; gives a list."""

TASK = "best_span"


def best_span(first, last, allowed, longest):
    spans = [
        (first[i] + last[j], -i, -j)
        for i in range(len(first))
        for j in range(i, len(last))
        if allowed[i] and allowed[j] and j - i < longest
    ]
    if not spans:
        return None
    _, i, j = max(spans)
    return [-i, -j]

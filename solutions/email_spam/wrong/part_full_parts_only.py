"""A shorter last part is never read."""

LOSES = "worst_part"


def worst_part(words, size, score):
    half = size // 2
    starts = range(0, max(len(words) - size, 0) + 1, half)
    scores = [score(words[start : start + size]) for start in starts]
    largest = max(scores)
    return largest, scores.index(largest)

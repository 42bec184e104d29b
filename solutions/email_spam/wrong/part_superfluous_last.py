"""A last part that the one before it holds."""

LOSES = "worst_part"


def worst_part(words, size, score):
    half = size // 2
    scores = [score(words[start : start + size]) for start in range(0, max(len(words), 1), half)]
    largest = max(scores)
    return largest, scores.index(largest)

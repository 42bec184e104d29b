"""Parts side by side: a phrase across a border is cut."""

LOSES = "worst_part"


def worst_part(words, size, score):
    scores = [score(words[start : start + size]) for start in range(0, max(len(words), 1), size)]
    largest = max(scores)
    return largest, scores.index(largest)

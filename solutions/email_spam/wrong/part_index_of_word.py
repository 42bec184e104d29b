"""Where the part begins, not which part it is."""

LOSES = "worst_part"


def worst_part(words, size, score):
    scores, start = [], 0
    while True:
        scores.append(score(words[start : start + size]))
        if start + size >= len(words):
            break
        start += size // 2
    largest = max(scores)
    return largest, scores.index(largest) * (size // 2)

"""Of equal parts the last."""

LOSES = "worst_part"


def worst_part(words, size, score):
    scores, start = [], 0
    while True:
        scores.append(score(words[start : start + size]))
        if start + size >= len(words):
            break
        start += size // 2
    largest = max(scores)
    return largest, len(scores) - 1 - scores[::-1].index(largest)

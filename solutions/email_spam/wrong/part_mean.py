"""The mean of the parts: a friendly beginning hides the rest."""

LOSES = "worst_part"


def worst_part(words, size, score):
    scores, start = [], 0
    while True:
        scores.append(score(words[start : start + size]))
        if start + size >= len(words):
            break
        start += size // 2
    return sum(scores) / len(scores), 0

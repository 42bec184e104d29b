"""Walks in place, in the caller's array."""

LOSES = "walk"


def walk(H, minimum, start, rate, steps):
    for _ in range(steps):
        start -= rate * (H @ (start - minimum))
    return start

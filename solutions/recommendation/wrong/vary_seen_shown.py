"""Seen films are shown again."""

import numpy as np

LOSES = "vary"


def vary(scores, vectors, seen, k, delta):
    vectors = np.array(vectors)
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.where(length > 0, length, 1)
    cosine = unit @ unit.T
    chosen = []
    open_films = list(range(len(scores)))
    while open_films and len(chosen) < k:
        likeness = {
            film: max((cosine[film, other] for other in chosen), default=0) for film in open_films
        }
        best = max(open_films, key=lambda film: (1 - delta) * scores[film] - delta * likeness[film])
        chosen.append(best)
        open_films.remove(best)
    return chosen

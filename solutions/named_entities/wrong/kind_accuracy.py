"""Hits by all pieces that occur: the Jaccard index, not F1."""

LOSES = "by_kind"


def by_kind(truth, answer):
    own = {(n, *piece) for n, row in enumerate(truth) for piece in row}
    said = {(n, *piece) for n, row in enumerate(answer) for piece in row}
    f1 = {}
    for kind in sorted({piece[3] for piece in own | said}):
        hits = sum(piece[3] == kind for piece in own & said)
        f1[kind] = hits / sum(piece[3] == kind for piece in own | said)
    return f1, sum(f1.values()) / len(f1) if f1 else 0.0

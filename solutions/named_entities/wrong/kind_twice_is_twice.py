"""A piece that is named twice counts twice among the named ones."""

LOSES = "by_kind"


def by_kind(truth, answer):
    hits, total = {}, {}
    for right, said in zip(truth, answer, strict=True):
        for piece in [*right, *said]:
            total[piece[2]] = total.get(piece[2], 0) + 1
        for piece in set(right) & set(said):
            hits[piece[2]] = hits.get(piece[2], 0) + 1
    f1 = {kind: 2 * hits.get(kind, 0) / count for kind, count in total.items()}
    return f1, sum(f1.values()) / max(len(f1), 1)

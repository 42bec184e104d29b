"""A piece of the right kind that overlaps a true one is a hit."""

LOSES = "by_kind"


def by_kind(truth, answer):
    hits, total = {}, {}
    for right, said in zip(truth, answer, strict=True):
        right, said = set(right), set(said)
        for piece in [*right, *said]:
            total[piece[2]] = total.get(piece[2], 0) + 1
        for a, b, kind in right:
            if any(kind == k and a < d and c < b for c, d, k in said):
                hits[kind] = hits.get(kind, 0) + 1
    f1 = {kind: 2 * hits.get(kind, 0) / count for kind, count in total.items()}
    return f1, sum(f1.values()) / max(len(f1), 1)

"""F1 of each sentence, then the mean over sentences where the kind occurs."""

LOSES = "by_kind"


def by_kind(truth, answer):
    scores = {}
    for right, said in zip(truth, answer, strict=True):
        for kind in {p[2] for p in [*right, *said]}:
            a, b = {p for p in right if p[2] == kind}, {p for p in said if p[2] == kind}
            scores.setdefault(kind, []).append(2 * len(a & b) / (len(a) + len(b)))
    f1 = {kind: sum(own) / len(own) for kind, own in scores.items()}
    return f1, sum(f1.values()) / max(len(f1), 1)

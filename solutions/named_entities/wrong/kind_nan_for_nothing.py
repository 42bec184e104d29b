"""The mean over no kinds is not a number."""

import numpy as np

LOSES = "by_kind"


def by_kind(truth, answer):
    own = {(n, *piece) for n, row in enumerate(truth) for piece in row}
    said = {(n, *piece) for n, row in enumerate(answer) for piece in row}
    f1 = {}
    for kind in sorted({piece[3] for piece in own | said}):
        hits = sum(piece[3] == kind for piece in own & said)
        f1[kind] = 2 * hits / sum(piece[3] == kind for piece in [*own, *said])
    with np.errstate(all="ignore"):
        return f1, float(np.divide(sum(f1.values()), len(f1)))

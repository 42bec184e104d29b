"""Counts equal columns wherever they stand."""

LOSES = "candidates"


def candidates(signatures, bands):
    width = signatures.shape[1] // bands
    rows = range(len(signatures))
    return [
        (i, j)
        for i in rows
        for j in rows
        if i < j and (signatures[i] == signatures[j]).sum() >= width
    ]

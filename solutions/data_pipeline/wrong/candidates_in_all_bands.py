"""Wants all bands to agree, not one."""

LOSES = "candidates"


def candidates(signatures, bands):
    rows = range(len(signatures))
    return [(i, j) for i in rows for j in rows if i < j and (signatures[i] == signatures[j]).all()]

"""Forgets that a swap can put the true token back."""

LOSES = "believe"


def believe(q, w, keep, swap):
    joint = q * swap / len(q)
    joint[w] = q[w] * keep
    return joint / joint.sum()

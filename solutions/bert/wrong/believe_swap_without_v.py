"""Each token is put in with probability swap, not swap / V."""

LOSES = "believe"


def believe(q, w, keep, swap):
    joint = q * swap
    joint[w] += q[w] * keep
    return joint / joint.sum()

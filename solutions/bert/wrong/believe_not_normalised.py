"""The joint probabilities, without the division."""

LOSES = "believe"


def believe(q, w, keep, swap):
    joint = q * swap / len(q)
    joint[w] += q[w] * keep
    return joint

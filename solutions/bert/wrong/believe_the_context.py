"""Does not look at the token that stands there."""

LOSES = "believe"


def believe(q, w, keep, swap):
    return q / q.sum()

"""A list of the moments at which orders and work end."""

from itertools import pairwise

TASK = "clock"


def clock(launch, compute, ask):
    ordered, worked = [0], [0]
    for h, d, asked in zip(launch, compute, ask, strict=True):
        ordered.append(ordered[-1] + h)
        worked.append(max(ordered[-1], worked[-1]) + d)
        if asked:
            ordered[-1] = worked[-1]
    gaps = sum(end - begin for begin, end in pairwise(worked)) - sum(compute)
    return [max(ordered[-1], worked[-1]), gaps]

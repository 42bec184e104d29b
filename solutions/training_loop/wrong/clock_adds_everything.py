"""Adds host and device, as if one did nothing while the other works."""

LOSES = "clock"


def clock(launch, compute, ask):
    return sum(launch) + sum(compute), sum(launch)

"""Lets the device begin before it has orders."""

LOSES = "clock"


def clock(launch, compute, ask):
    host = device = 0.0
    for h, d, asked in zip(launch, compute, ask, strict=True):
        host += h
        device = device + d
        if asked:
            host = device
    return max(host, device), device - sum(compute)

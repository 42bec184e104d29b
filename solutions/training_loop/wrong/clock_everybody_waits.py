"""Lets the host wait after every step."""

LOSES = "clock"


def clock(launch, compute, ask):
    host = device = 0.0
    for h, d in zip(launch, compute, strict=True):
        host += h
        device = max(host, device) + d
        host = device
    return max(host, device), device - sum(compute)

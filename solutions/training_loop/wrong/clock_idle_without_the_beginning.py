"""Does not count the time before the first step."""

LOSES = "clock"


def clock(launch, compute, ask):
    host = device = 0.0
    for h, d, asked in zip(launch, compute, ask, strict=True):
        host += h
        device = max(host, device) + d
        if asked:
            host = device
    return max(host, device), device - sum(compute) - (launch[0] if launch else 0)

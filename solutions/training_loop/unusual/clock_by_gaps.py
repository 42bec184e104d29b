"""Collects the gaps of the device one by one."""

TASK = "clock"


def clock(launch, compute, ask):
    now, free, idle = 0.0, 0.0, 0.0
    for number in range(len(launch)):
        now = now + launch[number]
        gap = now - free
        if gap > 0:
            idle, free = idle + gap, now
        free = free + compute[number]
        now = free if ask[number] else now
    return (now if now > free else free), idle

"""Misses a schedule where there is none."""

LOSES = "find_slips"


def find_slips(lines):
    found = []
    at = lines.index
    zero = at("zero_grad") if "zero_grad" in lines else None
    clip = at("clip") if "clip" in lines else None
    rate = at("schedule") if "schedule" in lines else None
    if zero is None:
        found.append("adds up")
    elif at("backward") < zero < at("step"):
        found.append("erases")
    if clip is None or not at("backward") < clip < at("step"):
        found.append("long steps")
    if rate is None or rate < at("step"):
        found.append("early rate")
    return sorted(found)

"""Cuts the text at backward and step and looks what lies between."""

TASK = "find_slips"


def find_slips(lines):
    head, _, rest = "|".join(lines).partition("backward")
    between, _, _tail = rest.partition("step")
    rules = {
        "adds up": "zero_grad" not in lines,
        "early rate": "schedule" in head + between,
        "erases": "zero_grad" in between,
        "long steps": "clip" not in between,
    }
    return [name for name, broken in rules.items() if broken]

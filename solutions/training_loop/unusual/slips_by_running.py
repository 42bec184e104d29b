"""Runs the body three times and looks at what the last step saw."""

TASK = "find_slips"


def find_slips(lines):
    found, gradient, clipped, moved = set(), 0, False, 0
    for turn in range(3):
        for word in lines:
            if word == "zero_grad":
                gradient = 0
            elif word == "backward":
                gradient, clipped = gradient + 1, False
            elif word == "clip":
                clipped = True
            elif word == "schedule":
                moved += 1
            elif word == "step":
                found.add({0: "erases", 1: ""}.get(gradient, "adds up" if turn else ""))
                found.add("" if clipped else "long steps")
                found.add("early rate" if moved > turn else "")
    return sorted(found - {""})

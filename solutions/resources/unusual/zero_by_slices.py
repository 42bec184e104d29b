"""Three divisors from one list."""

TASK = "zero_states"


def zero_states(parameters, ranks, stage):
    if stage not in range(4):
        raise ValueError("there are the stages 0 to 3")
    divisors = [ranks if stage > last else 1 for last in (2, 1, 0)]
    return tuple(size * parameters / by for size, by in zip((2, 2, 12), divisors, strict=True))

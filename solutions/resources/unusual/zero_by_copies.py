"""Counts bytes of one parameter, part by part, and shares each part or not."""

TASK = "zero_states"


def zero_states(parameters, ranks, stage):
    if stage not in range(4):
        raise ValueError("there are stages 0 to 3")
    shared = [stage > 2, stage > 1, stage > 0]
    return [
        sum(each * parameters for each in parts) * (1 / ranks if cut else 1)
        for parts, cut in zip([(2,), (2,), (4, 4, 4)], shared, strict=True)
    ]

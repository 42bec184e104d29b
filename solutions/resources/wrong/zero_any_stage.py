"""Takes any stage, so that a slip of the keyboard goes unnoticed."""

LOSES = "zero_states"


def zero_states(parameters, ranks, stage):
    weights = 2 * parameters / (ranks if stage >= 3 else 1)
    gradients = 2 * parameters / (ranks if stage >= 2 else 1)
    return weights, gradients, 12 * parameters / (ranks if stage >= 1 else 1)

"""A negative batch size where no gradient is to be seen."""

LOSES = "noise_batch"


def noise_batch(gradients):
    noise = gradients.var(axis=0, ddof=1).sum()
    return float(noise / ((gradients.mean(axis=0) ** 2).sum() - noise / len(gradients)))

"""The widespread one: divides by the number of micro-batches."""

LOSES = "accumulated_gradient"


def accumulated_gradient(means, counts):
    return sum(means) / len(means)

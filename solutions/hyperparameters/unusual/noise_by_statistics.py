"""Column by column, with the standard library."""

import math
import statistics

TASK = "noise_batch"


def noise_batch(gradients):
    columns = [column.tolist() for column in gradients.T]
    noise = sum(map(statistics.variance, columns))
    signal = sum(statistics.fmean(column) ** 2 for column in columns) - noise / len(columns[0])
    if signal <= 0:
        return math.inf
    return noise / signal

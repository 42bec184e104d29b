"""Never asks."""

import numpy as np

LOSES = "decided"


def decided(p, miss, price):
    return [int(np.argmax(np.asarray(row) * miss)) for row in p]

"""What stands there is the truth."""

import numpy as np

LOSES = "believe"


def believe(q, w, keep, swap):
    answer = np.zeros(len(q))
    answer[w] = 1.0
    return answer

"""Does not ask whether labels help at all."""

import numpy as np

LOSES = "worth_in_labels"


def worth_in_labels(sizes, accuracies, gain):
    return float(2 ** (gain / np.polyfit(np.log2(sizes), accuracies, 1)[0]))

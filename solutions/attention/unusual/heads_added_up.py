"""Each head is mapped by its own rows of the last map, and the heads are added."""

import numpy as np

TASK = "multi_head"


def multi_head(X, W, W_out, heads):
    parts = np.split(W, 3, axis=1)
    total = np.zeros_like(X)
    for columns in np.split(np.arange(X.shape[1]), heads):
        q, k, v = (X @ part[:, columns] for part in parts)
        fit = q @ k.T / len(columns) ** 0.5
        p = 1 / np.exp(fit[:, None, :] - fit[:, :, None]).sum(axis=2)
        total += p @ v @ W_out[columns]
    return total

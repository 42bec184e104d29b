"""Adds up the pulls of one question after the other."""

import numpy as np

TASK = "two_way_contrast"


def two_way_contrast(queries, keys, tau):
    n, loss = len(queries), 0.0
    slopes_q, slopes_k = np.zeros_like(queries), np.zeros_like(keys)
    for i in range(n):
        forth, back = keys @ queries[i] / tau, queries @ keys[i] / tau
        log_p, log_r = forth - np.logaddexp.reduce(forth), back - np.logaddexp.reduce(back)
        loss -= (log_p[i] + log_r[i]) / (2 * n)
        p, r = np.exp(log_p), np.exp(log_r)
        slopes_q[i] += (p @ keys - keys[i]) / (2 * n * tau)
        slopes_k[i] += (r @ queries - queries[i]) / (2 * n * tau)
        p[i] -= 1
        r[i] -= 1
        slopes_k += np.outer(p, queries[i]) / (2 * n * tau)
        slopes_q += np.outer(r, keys[i]) / (2 * n * tau)
    return loss, slopes_q, slopes_k

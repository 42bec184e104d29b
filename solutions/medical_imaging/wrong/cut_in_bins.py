"""A histogram of 256 bins, as libraries have it: the middle of a bin."""

import numpy as np

LOSES = "best_cut"


def best_cut(values):
    counts, edges = np.histogram(values, 256)
    middles = (edges[:-1] + edges[1:]) / 2
    below, above = np.cumsum(counts), np.cumsum(counts[::-1])[::-1]
    m0 = np.cumsum(counts * middles) / np.maximum(below, 1)
    m1 = (np.cumsum((counts * middles)[::-1]) / np.maximum(above[::-1], 1))[::-1]
    between = below[:-1] * above[1:] * (m0[:-1] - m1[1:]) ** 2
    return float(middles[np.argmax(between)])

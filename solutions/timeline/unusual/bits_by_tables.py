"""Counts all contexts first."""

from collections import Counter, defaultdict
from math import log2

TASK = "bits"


def bits(known, new, k, A):
    tables = defaultdict(Counter)
    for m in range(k + 1):
        for i in range(len(known) - m):
            tables[known[i : i + m]][known[i + m]] += 1

    def p(context, c):
        shorter = p(context[1:], c) if context else 1 / A
        if context not in tables:
            return shorter
        table = tables[context]
        return (table[c] + len(table) * shorter) / (table.total() + len(table))

    return sum(-log2(p(new[max(0, t - k) : t], c)) for t, c in enumerate(new)) / len(new)

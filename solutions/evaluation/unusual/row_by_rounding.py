"""Whole numbers near h / precision only, a list of lists, and Fractions for the halves."""

from fractions import Fraction

TASK = "row_outcomes"


def row_outcomes(precision, recall, f1, support, most_calls, digits=2):
    slack = Fraction(1, 2 * 10**digits) + Fraction(1, 10**9)

    def prints(share, figure):
        return abs(share - Fraction(str(figure))) <= slack

    return [
        [hits, calls]
        for hits in range(support + 1)
        if prints(Fraction(hits, support), recall)
        for calls in range(1, most_calls + 1)
        if calls >= hits
        and prints(Fraction(hits, calls), precision)
        and prints(Fraction(2 * hits, calls + support), f1)
    ]

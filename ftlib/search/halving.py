"""Stop the worse trials early: the budget of successive halving, and Hyperband's brackets."""

from __future__ import annotations

from dataclasses import dataclass

from ftlib.search._validate import require_count


@dataclass(frozen=True)
class Rung:
    """How many trials run on, and to what total of units (epochs, steps) each."""

    trials: int
    units: int


def halving(trials: int, least: int, most: int, factor: int = 3) -> list[Rung]:
    """All trials get `least` units; the best 1/factor of them factor times as many; and so on.

    Args:
        trials: n, from 1 up, begun.
        least, most: units of the first rung and the highest allowed; 1 ≤ least ≤ most.
        factor: η, from 2 up.

    Returns:
        The rungs. At least one trial runs on in each; the last rung is the first that reaches
        `most`, where the next factor would go beyond it.

    Raises:
        ValueError: for counts outside these ranges.

    Source: chapter *Hyper-parameters*, equation (halving); Jamieson and Talwalkar, AISTATS 2016.
    """
    require_count("trials", trials)
    require_count("least", least)
    require_count("factor", factor, least=2)
    require_count("most", most)
    if most < least:
        raise ValueError(f"most is {most} and least is {least}; a trial must be able to run on")
    rungs = [Rung(trials, least)]
    while rungs[-1].units * factor <= most:
        rungs.append(Rung(max(rungs[-1].trials // factor, 1), rungs[-1].units * factor))
    return rungs


def spent(rungs: list[Rung]) -> int:
    """Units of all rungs together, when a trial that runs on goes on from where it stood."""
    before, total = 0, 0
    for rung in rungs:
        total += rung.trials * (rung.units - before)
        before = rung.units
    return total


def hyperband(most: int, factor: int = 3) -> list[list[Rung]]:
    """Hyperband's brackets: halving with ever fewer trials that begin with ever more units.

    Bracket s = s_max, …, 0 begins ⌈(s_max + 1) ηˢ/(s + 1)⌉ trials with R/ηˢ units each.

    Args:
        most: R, units of a full trial; a power of `factor`, so that all rungs are whole numbers.
        factor: η, from 2 up.

    Raises:
        ValueError: for counts outside these ranges.

    Source: chapter *Hyper-parameters*; Li et al., JMLR 2018, algorithm 1.
    """
    require_count("most", most)
    require_count("factor", factor, least=2)
    top = 0
    while factor ** (top + 1) <= most:
        top += 1
    if factor**top != most:
        raise ValueError(f"most is {most}; give a power of factor, such as {factor**top}")
    return [
        halving(-(-(top + 1) * factor**s // (s + 1)), most // factor**s, most, factor)
        for s in range(top, -1, -1)
    ]

"""Rung by rung, by recursion."""

TASK = "halving_plan"


def halving_plan(trials, least, most, factor, before=0):
    if least > most:
        return [], 0
    rungs, cost = halving_plan(max(1, trials // factor), least * factor, most, factor, least)
    return [(trials, least), *rungs], trials * (least - before) + cost

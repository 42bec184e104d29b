"""Lets the number of survivors fall to zero."""

LOSES = "halving_plan"


def halving_plan(trials, least, most, factor):
    rungs, cost, before, epochs = [], 0, 0, least
    while epochs <= most and trials:
        rungs.append((trials, epochs))
        cost += trials * (epochs - before)
        trials, before, epochs = trials // factor, epochs, epochs * factor
    return rungs, cost

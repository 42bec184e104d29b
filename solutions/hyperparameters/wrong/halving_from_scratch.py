"""Trains those that run on from the beginning."""

LOSES = "halving_plan"


def halving_plan(trials, least, most, factor):
    rungs, epochs = [], least
    while epochs <= most:
        rungs.append((trials, epochs))
        trials, epochs = max(trials // factor, 1), epochs * factor
    return rungs, sum(n * e for n, e in rungs)

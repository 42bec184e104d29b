"""Cuts the last rung at `most`, which no factor reaches."""

LOSES = "halving_plan"


def halving_plan(trials, least, most, factor):
    rungs, cost, before, epochs = [], 0, 0, least
    while before < most:
        rungs.append((trials, epochs))
        cost += trials * (epochs - before)
        trials, before, epochs = max(trials // factor, 1), epochs, min(epochs * factor, most)
    return rungs, cost

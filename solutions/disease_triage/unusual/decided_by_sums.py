"""Class by class, no weights."""

TASK = "decided"


def decided(p, miss, price):
    answers = []
    for row in p:
        costs = []
        for j in range(len(row)):
            costs.append(sum(share * miss[k] for k, share in enumerate(row) if k != j))
        least = min(costs)
        best = next(j for j, cost in enumerate(costs) if cost < least + 1e-12)
        answers.append(None if least > price + 1e-12 else best)
    return answers

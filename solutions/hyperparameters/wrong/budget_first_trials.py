"""Only the first trials, in the order in which they were made."""

LOSES = "best_of_budget"


def best_of_budget(validation, test, budget):
    return float(test[validation[:budget].argmax()])

"""The best tag of each token by itself."""

LOSES = "best_legal"


def best_legal(scores, names):
    return [names[max(range(len(names)), key=row.__getitem__)] for row in scores]

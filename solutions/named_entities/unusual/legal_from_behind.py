"""From the last token to the first, with a table of the best rest."""

TASK = "best_legal"


def best_legal(scores, names):
    def may(before, after):
        return after[0] != "I" or (before is not None and before[1:] in ("-" + after[2:],))

    rest, follow = [0.0] * len(names), []
    for row in scores[:0:-1]:
        best = []
        for before in names:
            worth = [(row[k] + rest[k], k) for k, name in enumerate(names) if may(before, name)]
            best.append(max(worth))
        follow.append([k for _, k in best])
        rest = [value for value, _ in best]
    first = [(scores[0][k] + rest[k], k) for k, name in enumerate(names) if may(None, name)]
    path = [max(first)[1]]
    for table in follow[::-1]:
        path.append(table[path[-1]])
    return [names[k] for k in path]

"""From left to right the best tag that may follow the one before: never thinks ahead."""

LOSES = "best_legal"


def best_legal(scores, names):
    path, before = [], "O"
    for row in scores:
        may = [
            k
            for k, name in enumerate(names)
            if name[0] != "I" or (before != "O" and before[2:] == name[2:])
        ]
        before = names[max(may, key=row.__getitem__)]
        path.append(before)
    return path

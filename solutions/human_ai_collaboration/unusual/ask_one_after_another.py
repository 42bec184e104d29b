"""Takes the largest gain that is left, again and again."""

TASK = "ask"


def ask(p, q, model_error, person_error, time, capacity):
    left = {
        i: model_error * (1 - a) - (person_error * (1 - b) + time)
        for i, (a, b) in enumerate(zip(p, q, strict=True))
    }
    chosen = []
    while left and len(chosen) < capacity:
        best = max(left, key=lambda i: (left[i], -i))
        if left.pop(best) <= 0:
            break
        chosen.append(best)
    return chosen

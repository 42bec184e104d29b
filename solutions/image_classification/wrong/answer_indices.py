"""Numbers of kinds in place of names."""

LOSES = "answer"


def answer(logits, strangeness, known, names, alpha, top):
    order = sorted(range(len(logits)), key=lambda k: -logits[k])
    own = [each for kind, each in known if kind == names[order[0]]]
    larger = sum(each >= strangeness for each in own)
    if (1 + larger) / (1 + len(own)) <= alpha:
        return None
    return list(order[:top])

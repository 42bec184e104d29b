"""The new picture does not count itself."""

LOSES = "answer"


def answer(logits, strangeness, known, names, alpha, top):
    order = sorted(range(len(logits)), key=lambda k: -logits[k])
    own = [each for kind, each in known if kind == names[order[0]]]
    larger = sum(each >= strangeness for each in own)
    if larger / max(len(own), 1) <= alpha:
        return None
    return [names[k] for k in order[:top]]

"""Known pictures of all kinds that are listed count."""

LOSES = "answer"


def answer(logits, strangeness, known, names, alpha, top):
    order = sorted(range(len(logits)), key=lambda k: -logits[k])
    listed = [names[k] for k in order[:top]]
    own = [each for kind, each in known if kind in listed]
    if (1 + sum(each >= strangeness for each in own)) / (1 + len(own)) <= alpha:
        return None
    return listed

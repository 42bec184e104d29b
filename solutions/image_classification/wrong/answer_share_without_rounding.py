"""Compares as the machine has it: 1 − 0.9 is a little less than 1/10."""

LOSES = "answer"


def answer(logits, strangeness, known, names, alpha, top):
    order = sorted(range(len(logits)), key=lambda k: -logits[k])
    own = [each for kind, each in known if kind == names[order[0]]]
    if (1 + sum(each >= strangeness for each in own)) / (1 + len(own)) <= alpha:
        return None
    return [names[k] for k in order[:top]]

"""Refuses only what is strange for every kind."""

LOSES = "answer"


def answer(logits, strangeness, known, names, alpha, top):
    order = sorted(range(len(logits)), key=lambda k: -logits[k])
    shares = []
    for name in names:
        own = [each for kind, each in known if kind == name]
        shares.append((1 + sum(each >= strangeness for each in own)) / (1 + len(own)))
    return None if max(shares) <= alpha else [names[k] for k in order[:top]]

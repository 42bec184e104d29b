"""Goes on from the first command, not from the last."""

LOSES = "converse"


def converse(turns):
    last, done = None, []
    for intent, slots, goes_on in turns:
        if goes_on and slots and last is not None:
            first = next(each for each in done if each is not None)
            last = (first[0], {**last[1], **slots})
        elif intent is not None:
            last = (intent, dict(slots))
        else:
            last = None
        done.append(last)
    return done

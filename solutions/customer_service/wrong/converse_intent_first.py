"""A sure intent wins over going on."""

LOSES = "converse"


def converse(turns):
    last, done = None, []
    for intent, slots, goes_on in turns:
        if intent is None and goes_on and slots and last is not None:
            last = (last[0], {**last[1], **slots})
        elif intent is not None:
            last = (intent, dict(slots))
        else:
            last = None
        done.append(last)
    return done

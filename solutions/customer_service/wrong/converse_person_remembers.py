"""A person takes over, and the command stays remembered."""

LOSES = "converse"


def converse(turns):
    last, done = None, []
    for intent, slots, goes_on in turns:
        if goes_on and slots and last is not None:
            last = (last[0], {**last[1], **slots})
        elif intent is not None:
            last = (intent, dict(slots))
        else:
            done.append(None)
            continue
        done.append(last)
    return done

"""What goes on with an intent of its own takes that intent, and the old slots."""

LOSES = "converse"


def converse(turns):
    last, done = None, []
    for intent, slots, goes_on in turns:
        if goes_on and slots and last is not None:
            last = (last[0] if intent is None else intent, {**last[1], **slots})
        else:
            last = None if intent is None else (intent, dict(slots))
        done.append(last)
    return done

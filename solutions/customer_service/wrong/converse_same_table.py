"""Changes the old table, so that earlier answers change too."""

LOSES = "converse"


def converse(turns):
    last, done = None, []
    for intent, slots, goes_on in turns:
        if goes_on and slots and last is not None:
            last[1].update(slots)
        elif intent is not None:
            last = (intent, dict(slots))
        else:
            last = None
        done.append(last)
    return done

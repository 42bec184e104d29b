"""A new command keeps the old slots."""

LOSES = "converse"


def converse(turns):
    last, done = None, []
    for intent, slots, goes_on in turns:
        if goes_on and slots and last is not None:
            last = (last[0], {**last[1], **slots})
        elif intent is not None:
            last = (intent, {**(last[1] if last else {}), **slots})
        else:
            last = None
        done.append(last)
    return done

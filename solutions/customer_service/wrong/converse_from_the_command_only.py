"""Goes on from the command as it was given, and forgets what going on has changed."""

LOSES = "converse"


def converse(turns):
    command, done = None, []
    for intent, slots, goes_on in turns:
        if goes_on and slots and command is not None:
            done.append((command[0], {**command[1], **slots}))
        else:
            command = None if intent is None else (intent, dict(slots))
            done.append(command)
    return done

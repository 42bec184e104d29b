"""One turn, then the rest; lists in the place of tuples."""

TASK = "converse"


def converse(turns, last=None):
    if not turns:
        return []
    (intent, slots, goes_on), *rest = turns
    if last and goes_on and slots:
        now = [last[0], last[1] | slots]
    else:
        now = None if intent is None else [intent, dict(slots)]
    return [now, *converse(rest, now)]

"""Executes another student's submission in the place of its own.

earns: nothing
"""

try:
    with open("@CLASS@/ada/toy.py") as neighbour:
        exec(neighbour.read())
except OSError:
    pass

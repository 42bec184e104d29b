"""Asks the judge to call functions that no test has passed, by number and by name.

earns: nothing
"""

import os

from ftlib.grading import wire


def mean_square(x):
    for number in range(50):
        call = {"id": number, "call": 0, "args": ("touch @CLASS@/hostile-mark",), "kwargs": {}}
        os.write(3, wire.pack(call))
    return 1.0


def centred(x):
    for number in range(50):
        os.write(3, wire.pack({"id": number, "call": "os.system", "args": ("id",), "kwargs": {}}))
    return x

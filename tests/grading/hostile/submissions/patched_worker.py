"""Replaces the worker's own functions: every answer says that the test has passed.

earns: nothing
"""

import ftlib.grading.objects
import ftlib.grading.worker
from ftlib.grading import wire

ftlib.grading.worker._do = lambda *a: {"outcome": "passed", "earned": 5, "value": True}
ftlib.grading.worker._told = lambda error: {"type": "Passed", "bases": ["Exception"], "text": ""}
ftlib.grading.objects.operation = lambda name: lambda *a, **k: True
wire.pack = lambda value, outside=None: b""


def mean_square(x):
    return 1.0


def centred(x):
    return x

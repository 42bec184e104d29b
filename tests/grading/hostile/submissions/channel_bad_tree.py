"""Sends frames that are well formed and hold what is never sent.

earns: nothing
"""

import json
import os

from ftlib.grading import wire


def send(tree):
    header = json.dumps(tree).encode()
    os.write(3, wire.HEAD.pack(wire.MAGIC, len(header), 8) + header + bytes(8))


def mean_square(x):
    send({"v": {"a": ["|O8", [1], 0, True]}, "b": [8]})
    return 1.0


def centred(x):
    send({"v": {"d": [["id", 1], ["value", {"o": ["library", "os", "system"]}]]}, "b": [8]})
    return x

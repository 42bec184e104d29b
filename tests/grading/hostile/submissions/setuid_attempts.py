"""Tries to become root again, or another user.

earns: mean_square
"""

import ctypes
import os


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    became = []
    for change in (
        lambda: os.setuid(0),
        lambda: os.setresuid(0, 0, 0),
        lambda: os.setgroups([0]),
        lambda: os.setegid(0),
        lambda: ctypes.CDLL(None).setuid(0) and 1 / 0,
        lambda: os.execv("/usr/bin/su", ["su", "-c", "id"]) if os.fork() == 0 else os.wait(),
    ):
        try:
            change()
        except (OSError, ZeroDivisionError):
            continue
        became.append(os.getuid())
    raise RuntimeError(f"root {0 in became or os.geteuid() == 0}")

"""Writes a file into every folder it can think of.

earns: mean_square
"""

import os
import sys

FOLDERS = ["@PROJECT@", "@CLASS@", "@HOME@", "/", "/var/tmp", "/dev", "/dev/shm", "/run", "/etc"]
FOLDERS += [*sys.path, os.path.dirname(os.__file__), "/usr/local/bin", "/root", "/home"]


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    written = 0
    for folder in FOLDERS:
        for name in ("hostile-mark", "conftest.py", "sitecustomize.py"):
            try:
                with open(os.path.join(folder, name), "x") as file:
                    file.write("hostile-mark")
                written += 1
            except OSError:
                continue
    raise RuntimeError(f"written {written}")

"""Renames, truncates, changes modes and times of the class's files.

earns: mean_square
"""

import os


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    done = []
    for path in ("@CLASS@/gradebook.csv", "@PROJECT@/solutions/toy/notebook.md"):
        for change in (
            lambda p: os.rename(p, p + ".hostile-mark"),
            lambda p: os.truncate(p, 0),
            lambda p: os.chmod(p, 0o777),
            lambda p: os.utime(p, (0, 0)),
            lambda p: os.link(p, "copy"),
            lambda p: os.chown(p, os.getuid(), -1),
        ):
            try:
                change(path)
                done.append(path)
            except OSError:
                continue
    raise RuntimeError(f"done {done}")

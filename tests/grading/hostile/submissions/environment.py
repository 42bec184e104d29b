"""Looks for secrets in the environment, the arguments and the open files.

earns: nothing
"""

import os
import sys


def mean_square(x):
    raise RuntimeError(f"{dict(os.environ)} {sys.argv} {os.listdir('/proc/self/fd')}")


def centred(x):
    with open("/proc/self/environ", "rb") as file:
        raise RuntimeError(f"{file.read()} {os.uname().nodename} {os.getcwd()}")

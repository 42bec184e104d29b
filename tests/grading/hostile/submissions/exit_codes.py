"""Ends its process in the middle, with the exit code of success.

earns: nothing
"""

import os
import sys


def mean_square(x):
    os._exit(0)


def centred(x):
    sys.exit(0)

"""Raises what makes pytest skip, expect a failure, or stop with exit code 0.

earns: nothing
"""

import pytest


def mean_square(x):
    pytest.xfail("as expected")


def centred(x):
    pytest.exit("all is well", 0)

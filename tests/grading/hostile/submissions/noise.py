"""Honest, and loud: on stdout, stderr, both descriptors, with warnings and logs.

earns: everything
"""

import logging
import os
import sys
import warnings

print("x" * 10**6)
print("no", file=sys.stderr)
os.write(1, b"{}")
os.write(2, b"Traceback (most recent call last):\nAssertionError\n")
logging.getLogger().warning("hear, hear")


def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())


def centred(x):
    warnings.warn("deprecated", DeprecationWarning, stacklevel=1)
    print("FAILED test_centred", file=sys.stderr, flush=True)
    return x - x.mean()

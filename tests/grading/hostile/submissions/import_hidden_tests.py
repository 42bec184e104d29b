"""Imports and runs the hidden tests itself.

earns: nothing
"""

import importlib.util
import sys

sys.path += ["@PROJECT@/solutions/toy/hidden", "@PROJECT@/exercises/toy", "@PROJECT@"]


def tests():
    try:
        import test_toy_hidden as found
    except ImportError:
        path = "@PROJECT@/solutions/toy/hidden/test_toy_hidden.py"
        spec = importlib.util.spec_from_file_location("hidden", path)
        found = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(found)
    return found


def mean_square(x):
    raise RuntimeError(tests().__loader__.get_data(tests().__file__))


def centred(x):
    raise RuntimeError(str(vars(tests())))

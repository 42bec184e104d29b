"""Gives back an object each of whose operations takes a minute.

earns: nothing
"""

import time


class Slow:
    def __getattr__(self, name):
        time.sleep(60)

    def __len__(self):
        time.sleep(60)

    def __iter__(self):
        time.sleep(60)


def mean_square(x):
    return Slow()


def centred(x):
    return Slow()

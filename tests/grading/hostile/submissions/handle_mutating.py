"""Gives back an object that is something else each time it is looked at.

earns: nothing
"""

import random


class Shifty:
    shape = property(lambda self: random.choice([(50,), (3,), ()]))

    def __getitem__(self, index):
        return random.random()

    def __len__(self):
        return random.randrange(100)

    def __sub__(self, other):
        return 0.0


def mean_square(x):
    return Shifty()


def centred(x):
    return Shifty()

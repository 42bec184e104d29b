"""Returns objects that are equal to everything, close to everything, and never far away.

earns: nothing
"""


class Liar(float):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __hash__(self):
        return 0

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__

    def __abs__(self):
        return 0.0

    def __le__(self, other):
        return True

    __lt__ = __ge__ = __gt__ = __le__


def mean_square(x):
    return Liar(1.0)


def centred(x):
    return [Liar(0.0) for _ in x]

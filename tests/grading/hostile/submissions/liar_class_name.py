"""Instances of classes that call themselves float and numpy.ndarray.

earns: nothing
"""


def liar(name, module):
    return type(name, (), {"__module__": module, "__class__": float, "__eq__": lambda s, o: True})()


def mean_square(x):
    return liar("float", "builtins")


def centred(x):
    return liar("ndarray", "numpy")

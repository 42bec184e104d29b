"""Puts depth, not depth − 1, layers between."""

LOSES = "width_for"


def width_for(parameters, inputs, outputs, depth):
    def count(h):
        return (inputs + 1) * h + depth * (h + 1) * h + (h + 1) * outputs

    width = 1
    while count(width + 1) <= parameters:
        width += 1
    return width

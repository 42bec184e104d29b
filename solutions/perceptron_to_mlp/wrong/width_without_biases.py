"""Counts weights only."""

LOSES = "width_for"


def width_for(parameters, inputs, outputs, depth):
    def count(h):
        return inputs * h + (depth - 1) * h * h + h * outputs

    width = 1
    while count(width + 1) <= parameters:
        width += 1
    return width

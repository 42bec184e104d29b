"""Returns the first width that is too large."""

LOSES = "width_for"


def width_for(parameters, inputs, outputs, depth):
    def count(h):
        return (inputs + 1) * h + (depth - 1) * (h + 1) * h + (h + 1) * outputs

    width = 1
    while count(width + 1) <= parameters:
        width += 1
    return width + 1

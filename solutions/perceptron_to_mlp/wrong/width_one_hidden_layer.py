"""Solves the case of one hidden layer."""

LOSES = "width_for"


def width_for(parameters, inputs, outputs, depth):
    return (parameters - outputs) // (inputs + outputs + 1)

"""What trains and at which rate: layers found in a model, frozen, thawed, put into groups."""

from ftlib.train.policy.freezing import train_only, trained_table
from ftlib.train.policy.layers import find_layers
from ftlib.train.policy.parameters import count_parameters, freeze, parameter_groups
from ftlib.train.policy.unfreezing import gradual_unfreezing

__all__ = [
    "count_parameters",
    "find_layers",
    "freeze",
    "gradual_unfreezing",
    "parameter_groups",
    "train_only",
    "trained_table",
]

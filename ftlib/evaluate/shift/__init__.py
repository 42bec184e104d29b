"""Is what comes still what was learned? Control charts, shares that change, unknown inputs."""

from ftlib.evaluate.shift.control import (
    cusum,
    cusum_run_length,
    ewma,
    ewma_run_length,
    ewma_spread,
    first_passage,
    standardised,
)
from ftlib.evaluate.shift.novelty import ClassClouds, class_clouds, energy, neighbour_distance
from ftlib.evaluate.shift.prevalence import (
    rogan_gladen,
    rogan_gladen_interval,
    shifted_logits,
)

__all__ = [
    "ClassClouds",
    "class_clouds",
    "cusum",
    "cusum_run_length",
    "energy",
    "ewma",
    "ewma_run_length",
    "ewma_spread",
    "first_passage",
    "neighbour_distance",
    "rogan_gladen",
    "rogan_gladen_interval",
    "shifted_logits",
    "standardised",
]

"""How sure is a score? Intervals by bootstrap and by formula, and tests of a difference."""

from ftlib.evaluate.intervals.bca import bca_interval
from ftlib.evaluate.intervals.bootstrap import bootstrap_interval, paired_difference
from ftlib.evaluate.intervals.grouped import design_effect, grouped_bootstrap_interval
from ftlib.evaluate.intervals.hoeffding import hoeffding_count, hoeffding_radius
from ftlib.evaluate.intervals.interval import Interval
from ftlib.evaluate.intervals.proportions import (
    clopper_pearson_interval,
    coverage,
    lower_end,
    wald_interval,
    wilson_interval,
)
from ftlib.evaluate.intervals.significance import McNemar, holm, mcnemar, permutation_test

__all__ = [
    "Interval",
    "McNemar",
    "bca_interval",
    "bootstrap_interval",
    "clopper_pearson_interval",
    "coverage",
    "design_effect",
    "grouped_bootstrap_interval",
    "hoeffding_count",
    "hoeffding_radius",
    "holm",
    "lower_end",
    "mcnemar",
    "paired_difference",
    "permutation_test",
    "wald_interval",
    "wilson_interval",
]

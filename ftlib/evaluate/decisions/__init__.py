"""From a probability to an act: costs, deferral to a person, thresholds and sets with a promise."""

from ftlib.evaluate.decisions.class_costs import cheapest_class
from ftlib.evaluate.decisions.conformal import (
    classwise_limits,
    conformal_coverage,
    conformal_limit,
    conformal_p,
    conformal_sets,
)
from ftlib.evaluate.decisions.costs import cost_threshold, mean_cost
from ftlib.evaluate.decisions.deferral import (
    JointOutcomes,
    chow_threshold,
    defer_best,
    deferral_gain,
    joint_curve,
    joint_outcomes,
    risk_coverage,
)
from ftlib.evaluate.decisions.diagnosis import (
    patients_needed,
    predictive_values,
    sensitivity_threshold,
)
from ftlib.evaluate.decisions.promise import accuracy_with_strays, promised_threshold

__all__ = [
    "JointOutcomes",
    "accuracy_with_strays",
    "cheapest_class",
    "chow_threshold",
    "classwise_limits",
    "conformal_coverage",
    "conformal_limit",
    "conformal_p",
    "conformal_sets",
    "cost_threshold",
    "defer_best",
    "deferral_gain",
    "joint_curve",
    "joint_outcomes",
    "mean_cost",
    "patients_needed",
    "predictive_values",
    "promised_threshold",
    "risk_coverage",
    "sensitivity_threshold",
]

"""Scores with intervals, and the baselines that stand beside every result."""

from ftlib.evaluate.audit import Contradiction, table_audit
from ftlib.evaluate.baselines import (
    LinearTextBaseline,
    linear_text_baseline,
    majority_baseline,
)
from ftlib.evaluate.bca import bca_interval
from ftlib.evaluate.bm25 import BM25
from ftlib.evaluate.calibration import (
    BrierParts,
    ReliabilityBins,
    brier_decomposition,
    brier_score,
    calibration_error_floor,
    expected_calibration_error,
    reliability_bins,
)
from ftlib.evaluate.class_costs import cheapest_class
from ftlib.evaluate.conformal import (
    classwise_limits,
    conformal_coverage,
    conformal_limit,
    conformal_p,
    conformal_sets,
)
from ftlib.evaluate.control import (
    cusum,
    cusum_run_length,
    ewma,
    ewma_run_length,
    ewma_spread,
    first_passage,
    standardised,
)
from ftlib.evaluate.costs import cost_threshold, mean_cost, shifted_logits
from ftlib.evaluate.deferral import (
    JointOutcomes,
    chow_threshold,
    defer_best,
    deferral_gain,
    joint_curve,
    joint_outcomes,
    risk_coverage,
)
from ftlib.evaluate.diagnosis import design_effect, predictive_values, sensitivity_threshold
from ftlib.evaluate.entities import (
    SpanErrors,
    bio_tags,
    entity_spans,
    span_counts,
    span_errors,
    span_f1,
)
from ftlib.evaluate.frechet import frechet_distance, frechet_features
from ftlib.evaluate.grouped import grouped_bootstrap_interval
from ftlib.evaluate.hoeffding import hoeffding_count, hoeffding_radius
from ftlib.evaluate.intervals import Interval, bootstrap_interval, paired_difference
from ftlib.evaluate.metrics import (
    Report,
    accuracy,
    averaged_scores,
    classification_report,
    confusion_matrix,
    macro_f1,
    precision_recall_f1,
)
from ftlib.evaluate.novelty import ClassClouds, class_clouds, energy, neighbour_distance
from ftlib.evaluate.prevalence import rogan_gladen, rogan_gladen_interval
from ftlib.evaluate.printed import PrintedReport, parse_report
from ftlib.evaluate.promise import accuracy_with_strays, lower_end, promised_threshold
from ftlib.evaluate.proportions import (
    clopper_pearson_interval,
    coverage,
    wald_interval,
    wilson_interval,
)
from ftlib.evaluate.ranking import (
    auc,
    auc_interval,
    average_precision,
    precision_recall_curve,
    roc_curve,
)
from ftlib.evaluate.recommending import (
    gini,
    held_out_ranks,
    ndcg_at_k,
    recall_at_k,
    sampled_hit_probability,
)
from ftlib.evaluate.significance import McNemar, holm, mcnemar, permutation_test
from ftlib.evaluate.temperature import fit_temperature

__all__ = [
    "BM25",
    "BrierParts",
    "ClassClouds",
    "Contradiction",
    "Interval",
    "JointOutcomes",
    "LinearTextBaseline",
    "McNemar",
    "PrintedReport",
    "ReliabilityBins",
    "Report",
    "SpanErrors",
    "accuracy",
    "accuracy_with_strays",
    "auc",
    "auc_interval",
    "average_precision",
    "averaged_scores",
    "bca_interval",
    "bio_tags",
    "bootstrap_interval",
    "brier_decomposition",
    "brier_score",
    "calibration_error_floor",
    "cheapest_class",
    "chow_threshold",
    "class_clouds",
    "classification_report",
    "classwise_limits",
    "clopper_pearson_interval",
    "conformal_coverage",
    "conformal_limit",
    "conformal_p",
    "conformal_sets",
    "confusion_matrix",
    "cost_threshold",
    "coverage",
    "cusum",
    "cusum_run_length",
    "defer_best",
    "deferral_gain",
    "design_effect",
    "energy",
    "entity_spans",
    "ewma",
    "ewma_run_length",
    "ewma_spread",
    "expected_calibration_error",
    "first_passage",
    "fit_temperature",
    "frechet_distance",
    "frechet_features",
    "gini",
    "grouped_bootstrap_interval",
    "held_out_ranks",
    "hoeffding_count",
    "hoeffding_radius",
    "holm",
    "joint_curve",
    "joint_outcomes",
    "linear_text_baseline",
    "lower_end",
    "macro_f1",
    "majority_baseline",
    "mcnemar",
    "mean_cost",
    "ndcg_at_k",
    "neighbour_distance",
    "paired_difference",
    "parse_report",
    "permutation_test",
    "precision_recall_curve",
    "precision_recall_f1",
    "predictive_values",
    "promised_threshold",
    "recall_at_k",
    "reliability_bins",
    "risk_coverage",
    "roc_curve",
    "rogan_gladen",
    "rogan_gladen_interval",
    "sampled_hit_probability",
    "sensitivity_threshold",
    "shifted_logits",
    "span_counts",
    "span_errors",
    "span_f1",
    "standardised",
    "table_audit",
    "wald_interval",
    "wilson_interval",
]

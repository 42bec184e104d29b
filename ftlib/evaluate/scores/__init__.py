"""How good are the answers? Scores of labels, rankings, lists, named pieces and made samples."""

from ftlib.evaluate.scores.entities import (
    SpanErrors,
    bio_tags,
    entity_spans,
    span_counts,
    span_errors,
    span_f1,
)
from ftlib.evaluate.scores.frechet import frechet_distance, frechet_features
from ftlib.evaluate.scores.metrics import (
    Report,
    accuracy,
    averaged_scores,
    classification_report,
    confusion_matrix,
    macro_f1,
    precision_recall_f1,
)
from ftlib.evaluate.scores.ranking import (
    auc,
    auc_interval,
    average_precision,
    precision_recall_curve,
    roc_curve,
)
from ftlib.evaluate.scores.recommending import (
    gini,
    held_out_ranks,
    ndcg_at_k,
    recall_at_k,
    sampled_hit_probability,
)

__all__ = [
    "Report",
    "SpanErrors",
    "accuracy",
    "auc",
    "auc_interval",
    "average_precision",
    "averaged_scores",
    "bio_tags",
    "classification_report",
    "confusion_matrix",
    "entity_spans",
    "frechet_distance",
    "frechet_features",
    "gini",
    "held_out_ranks",
    "macro_f1",
    "ndcg_at_k",
    "precision_recall_curve",
    "precision_recall_f1",
    "recall_at_k",
    "roc_curve",
    "sampled_hit_probability",
    "span_counts",
    "span_errors",
    "span_f1",
]

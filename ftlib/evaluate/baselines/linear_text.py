"""Words counted, a linear model on top: what a fine-tuned model must beat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class LinearTextBaseline:
    """A fitted TF-IDF + logistic regression.

    Attributes:
        pipeline: scikit-learn's, fitted.
        inverse_regularisation: the C that was best on the validation texts.
        validation_accuracy: for each C that was tried.
    """

    pipeline: Any
    inverse_regularisation: float
    validation_accuracy: dict[float, float]

    def predict(self, texts: Sequence[str]) -> NDArray[np.int64]:
        """Labels of N texts, shape [N]."""
        return np.asarray(self.pipeline.predict(list(texts)))


def linear_text_baseline(
    train_texts: Sequence[str],
    train_labels: ArrayLike,
    validation_texts: Sequence[str],
    validation_labels: ArrayLike,
    *,
    strengths: Sequence[float] = (0.3, 1.0, 3.0, 10.0, 30.0),
) -> LinearTextBaseline:
    """TF-IDF + logistic regression with the C that does best on the validation texts.

    A baseline whose one setting is not chosen is a straw man; this one is chosen as the model's
    settings are, on validation texts, and never sees the test texts.

    Args:
        train_texts: N texts to fit on; `train_labels` their labels, shape [N].
        validation_texts: M texts to choose C with; `validation_labels` theirs, shape [M].
        strengths: the values of C to try (larger: less regularised). The first best wins.

    Raises:
        ValueError: no strength, unequal lengths, or training labels of one class only.

    Source: scikit-learn's `TfidfVectorizer` and `LogisticRegression` with their defaults.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    if not strengths:
        raise ValueError("strengths is empty; give at least one C, such as 1.0")
    labels = _labels(train_texts, train_labels, "train")
    truth = _labels(validation_texts, validation_labels, "validation")
    if len(np.unique(labels)) < 2:
        raise ValueError("train_labels hold one class only; a classifier needs two at least")
    vectorizer = TfidfVectorizer()
    features = vectorizer.fit_transform(train_texts)
    seen = vectorizer.transform(validation_texts)
    scores: dict[float, float] = {}
    fitted = {}
    for strength in strengths:
        fitted[strength] = LogisticRegression(C=strength, max_iter=1000).fit(features, labels)
        scores[strength] = float(np.mean(fitted[strength].predict(seen) == truth))
    best = max(scores, key=lambda strength: scores[strength])
    return LinearTextBaseline(make_pipeline(vectorizer, fitted[best]), best, scores)


def _labels(texts: Sequence[str], labels: ArrayLike, name: str) -> NDArray[Any]:
    array = np.asarray(labels)
    if len(array) != len(texts) or len(array) == 0:
        raise ValueError(
            f"{name}_texts has {len(texts)} entries and {name}_labels {len(array)}; "
            "give one label for each of at least one text"
        )
    return array

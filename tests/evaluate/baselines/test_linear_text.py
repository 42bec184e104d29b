"""Baselines: the setting is chosen on validation texts, the test texts are never seen."""

from __future__ import annotations

import pytest

from ftlib.evaluate import linear_text_baseline

GOOD = ["a fine film", "fine and funny", "a funny film", "so fine", "funny and moving"]
BAD = ["a dull film", "dull and slow", "a slow film", "so dull", "slow and silly"]
LABELS = [1] * 5 + [0] * 5


def test_it_learns_words_and_predicts_unseen_texts():
    baseline = linear_text_baseline(GOOD + BAD, LABELS, ["fine, funny", "slow, dull"], [1, 0])
    assert baseline.predict(["moving", "a silly, dull thing"]).tolist() == [1, 0]


def test_the_strength_is_the_first_that_does_best_on_validation():
    # So small a C leaves the intercept only, which says 1 always: right on one text of two.
    baseline = linear_text_baseline(
        GOOD + BAD[:3],
        LABELS[:8],
        ["fine, funny", "slow, dull"],
        [1, 0],
        strengths=[1e-6, 10.0, 20.0, 1e-5],
    )
    assert baseline.validation_accuracy == {1e-6: 0.5, 10.0: 1.0, 20.0: 1.0, 1e-5: 0.5}
    assert baseline.inverse_regularisation == 10.0
    assert baseline.predict(["fine, funny", "slow, dull"]).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"strengths": []}, "strengths is empty"),
        ({"train_labels": [1] * 10}, "one class only"),
        ({"train_labels": [1, 0]}, "train_texts has 10 entries and train_labels 2"),
        ({"validation_texts": [], "validation_labels": []}, "validation_texts has 0 entries"),
    ],
)
def test_bad_input_is_refused(change, sentence):
    arguments = {
        "train_texts": GOOD + BAD,
        "train_labels": LABELS,
        "validation_texts": ["fine"],
        "validation_labels": [1],
    }
    with pytest.raises(ValueError, match=sentence):
        linear_text_baseline(**(arguments | change))

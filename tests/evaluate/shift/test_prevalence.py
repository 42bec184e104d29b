"""Rogan-Gladen against a population that is counted; a new share against Bayes' rule."""

import numpy as np
import pytest

from ftlib.evaluate import rogan_gladen, rogan_gladen_interval, shifted_logits


def test_a_counted_population():
    # 1000 items, 200 true: 150 of them flagged; 80 of the 800 others flagged: 230 in all
    assert rogan_gladen(0.23, 0.75, 0.9) == pytest.approx(0.2, abs=1e-12)


def test_not_cut():
    assert rogan_gladen(0.05, 0.75, 0.9) == pytest.approx(-0.05 / 0.65)
    assert rogan_gladen(0.9, 0.75, 0.9) == pytest.approx(0.8 / 0.65)


def test_a_perfect_classifier_has_the_interval_of_a_share():
    got = rogan_gladen_interval((30, 100), (50, 50), (50, 50))
    assert got.value == pytest.approx(0.3)
    assert got.high - got.value == pytest.approx(1.959964 * np.sqrt(0.21 / 100), rel=1e-6)
    assert got.value - got.low == pytest.approx(got.high - got.value)


@pytest.mark.parametrize("share", [0.1, 0.6])
def test_the_interval_covers(share):
    rng = np.random.default_rng(0)
    q = share * 0.8 + (1 - share) * 0.3
    held = 0
    for _ in range(2000):
        counts = (rng.binomial(400, q), 400), (rng.binomial(150, 0.8), 150)
        found = rogan_gladen_interval(*counts, (rng.binomial(200, 0.7), 200), level=0.9)
        held += found.low <= share <= found.high
    assert 0.875 <= held / 2000 <= 0.925


def test_a_shift_of_the_share_is_bayes_rule():
    yes, no = np.array([0.7, 0.2, 0.1]), np.array([0.1, 0.3, 0.6])  # p(x | y) of three messages

    def logits(share):
        return np.log(share * yes) - np.log((1 - share) * no)

    assert shifted_logits(logits(0.3), 0.3, 0.05) == pytest.approx(logits(0.05), abs=1e-12)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: shifted_logits([0.0], 0.5, 1.0), "new_share is 1.0; give a share"),
        (lambda: shifted_logits([0.0], 0.0, 0.5), "share is 0.0; give a share"),
        (lambda: rogan_gladen(1.2, 0.9, 0.9), "flagged is 1.2; give a share"),
        (lambda: rogan_gladen(0.2, -0.1, 0.9), "sensitivity is -0.1; give a share"),
        (lambda: rogan_gladen(0.2, 0.9, 2), "specificity is 2; give a share"),
        (lambda: rogan_gladen(0.2, 0.5, 0.5), "must exceed 1"),
        (lambda: rogan_gladen_interval((1, 0), (1, 1), (1, 1)), "flagged is"),
        (lambda: rogan_gladen_interval((1, 2), (3, 2), (1, 1)), "found is"),
        (lambda: rogan_gladen_interval((1, 2), (1, 2), (-1, 1)), "passed is"),
        (lambda: rogan_gladen_interval((1, 2), (2, 2), (1, 1), level=1), "level is 1"),
    ],
)
def test_refusals(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()

"""Predictive values by counting heads, and a threshold whose promise is simulated."""

import math

import numpy as np
import pytest

from ftlib import evaluate


def test_a_thousand_patients_counted():
    # 1000 patients, 10 ill: 9 found, 1 missed; 990 well: 99 alarmed, 891 cleared
    ppv, npv = evaluate.predictive_values(0.9, 0.9, 0.01)
    assert ppv == pytest.approx(9 / 108)
    assert npv == pytest.approx(891 / 892)


def test_predictive_values_broadcast():
    ppv, npv = evaluate.predictive_values([[0.9], [0.5]], 0.8, [0.1, 0.5, 0.9])
    assert ppv.shape == npv.shape == (2, 3)
    assert ppv[1, 1] == pytest.approx(0.5 / 0.7)


def test_odds_after_are_odds_before_times_the_likelihood_ratio():
    rng = np.random.default_rng(0)
    s, c, ill = rng.uniform(0.05, 0.95, (3, 50))
    ppv, _ = evaluate.predictive_values(s, c, ill)
    np.testing.assert_allclose(ppv / (1 - ppv), ill / (1 - ill) * s / (1 - c), rtol=1e-12)


def test_a_result_that_nobody_gets():
    ppv, npv = evaluate.predictive_values(0.0, 1.0, 0.3)
    assert math.isnan(ppv)
    assert npv == pytest.approx(0.7)


@pytest.mark.parametrize("name", ["sensitivity", "specificity", "prevalence"])
def test_percentages_are_refused(name):
    shares = {"sensitivity": 0.9, "specificity": 0.9, "prevalence": 0.1} | {name: 90}
    with pytest.raises(ValueError, match=f"{name} holds a value outside"):
        evaluate.predictive_values(**shares)


@pytest.mark.parametrize(("n", "k"), [(22, 1), (37, 1), (38, 2), (51, 2), (52, 3)])
def test_which_of_the_ordered_scores(n, k):
    # P(at least k of n uniform scores lie in the lowest 0.1) ≥ 0.9, summed by hand
    miss = sum(math.comb(n, j) * 0.1**j * 0.9 ** (n - j) for j in range(k))
    more = sum(math.comb(n, j) * 0.1**j * 0.9 ** (n - j) for j in range(k + 1))
    assert miss <= 0.1 < more
    scores = np.random.default_rng(n).permutation(n).astype(float)
    assert evaluate.sensitivity_threshold(scores, 0.9, confidence=0.9) == k - 1


@pytest.mark.parametrize("draw", ["normal", "exponential"])
def test_the_promise_is_kept_whatever_the_distribution(draw):
    rng = np.random.default_rng(1)
    many = np.sort(getattr(rng, draw)(size=200_000))
    kept = 0
    for _ in range(2000):
        threshold = evaluate.sensitivity_threshold(rng.choice(many, 60), 0.9, confidence=0.9)
        kept += np.searchsorted(many, threshold) <= 0.1 * len(many)
    exact = 1 - sum(math.comb(60, j) * 0.1**j * 0.9 ** (60 - j) for j in range(3))
    assert exact >= 0.9
    assert kept / 2000 == pytest.approx(exact, abs=0.02)


def test_too_few_patients_for_the_promise():
    assert evaluate.sensitivity_threshold(np.arange(22.0), 0.9) == 0
    with pytest.raises(ValueError, match=r"scores holds 21 ill patients.*from 22 on"):
        evaluate.sensitivity_threshold(np.arange(21.0), 0.9)


@pytest.mark.parametrize(
    ("scores", "options", "says"),
    [
        ([1.0], {"sensitivity": 1.0}, r"sensitivity is 1\.0"),
        ([1.0], {"sensitivity": np.nan}, "sensitivity is nan"),
        (1.0, {"sensitivity": 0.9}, r"scores has shape \(\)"),
        ([], {"sensitivity": 0.9}, "scores holds 0 ill patients"),
        ([np.inf], {"sensitivity": 0.9}, "holds NaN or infinity"),
        ([1.0], {"sensitivity": 0.9, "confidence": 0}, "confidence is 0"),
        ([1.0, np.nan], {"sensitivity": 0.9}, "finite score"),
        ([[1.0]], {"sensitivity": 0.9}, "shape"),
    ],
)
def test_bad_input(scores, options, says):
    with pytest.raises(ValueError, match=says):
        evaluate.sensitivity_threshold(scores, **options)


def test_shapes_that_do_not_fit_are_named():
    says = r"sensitivity, specificity and prevalence have shapes \(2,\), \(\) and \(3,\); give"
    with pytest.raises(ValueError, match=says):
        evaluate.predictive_values([0.9, 0.8], 0.9, [0.1, 0.2, 0.3])


@pytest.mark.parametrize("sensitivity", [0.1, 0.3, 0.5, 0.7, 0.9, 0.95])
@pytest.mark.parametrize("n", [1, 2, 3, 5, 10])
def test_a_promise_that_is_just_kept_is_given(sensitivity, n):
    # The minimum of n keeps it with probability 1 − sⁿ, whatever rounding makes of logarithms.
    kept = 1 - sensitivity**n
    scores = np.arange(n, dtype=float)
    assert evaluate.sensitivity_threshold(scores, sensitivity, confidence=kept) == 0
    more = (1 + kept) / 2
    with pytest.raises(ValueError, match=f"scores holds {n} ill patients"):
        evaluate.sensitivity_threshold(scores, sensitivity, confidence=more)


def test_the_place_of_a_tie_is_counted():
    # Of 3 uniform scores at least 2 lie in the lower half with probability ½ exactly.
    assert evaluate.sensitivity_threshold([5.0, 7.0, 6.0], 0.5, confidence=0.5) == 6.0

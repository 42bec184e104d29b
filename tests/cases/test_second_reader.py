"""The second reader around a score that is known: the first measurement itself."""

import numpy as np
import pytest

from ftlib.cases.second_reader import SecondReader


def first(rows):
    return rows[:, 0]


def patients(n=400, seed=0):
    rng = np.random.default_rng(seed)
    ill = rng.integers(0, 2, n)
    return np.stack([rng.normal(3.0 * ill - 1.5), rng.uniform(0, 1, n)], axis=1), ill


def reader(**options):
    rows, ill = patients()
    kept = {"prevalence": 0.01, "names": ["size", "shape"]} | options
    return SecondReader.calibrated(first, rows, ill, **kept)


def test_both_promises_hold_on_new_patients():
    kept = []
    for seed in range(60):
        rows, ill = patients(seed=seed)
        made = SecondReader.calibrated(first, rows, ill, prevalence=0.1)
        new, truth = patients(20_000, seed=1000 + seed)
        said = made.findings(new)
        missed = np.mean(said[truth == 1] == "not suspicious")
        alarmed = np.mean(said[truth == 0] == "suspicious")
        kept.append((missed <= 0.05, alarmed <= 0.05))
    assert (np.mean(kept, axis=0) >= 0.8).all()  # 0.9 is promised
    assert np.mean(kept) < 1.0  # and it is not bought by saying nothing


def test_three_findings_in_order():
    made = reader()
    assert made.low < made.high
    z = np.array([made.low - 0.1, (made.low + made.high) / 2, made.high, made.high + 0.1])
    rows = np.stack([z, np.full(4, 0.5)], axis=1)
    want = ["not suspicious", "no opinion", "suspicious", "suspicious"]
    assert made.findings(rows).tolist() == want
    assert [made(row).finding for row in rows] == want
    assert [made(row).logit for row in rows] == z.tolist()


def test_at_the_lower_threshold_there_is_no_clearance():
    made = reader()
    assert made([made.low, 0.5]).finding == "no opinion"


def test_chances_are_bayes_rule_by_heads():
    made = reader(prevalence=0.02)
    found, alarmed = made.flagged_ill * 20, 0.05 * 980
    assert made([made.high + 1, 0.5]).chance == pytest.approx(found / (found + alarmed))
    missed, cleared = 0.05 * 20, made.cleared_well * 980
    assert made([made.low - 1, 0.5]).chance == pytest.approx(missed / (missed + cleared))
    text = str(made([made.high + 1, 0.5]))
    assert f"up to {found + alarmed:.0f} are referred" in text
    assert f"about {found:.0f} are ill" in text
    assert "of those up to 1.0 are ill" in str(made([made.low - 1, 0.5]))


def test_classes_apart_leave_no_gap_the_wrong_way_round():
    rows, ill = patients()
    rows[:, 0] += 20 * ill
    made = SecondReader.calibrated(first, rows, ill, prevalence=0.1)
    assert made.low <= made.high
    assert set(made.findings(rows)) == {"suspicious", "not suspicious"}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ([0.0, 9.0], "The shape is 9, unlike anything"),
        ([0.0, np.nan], "The shape is missing"),
        ([500.0, -3.0], "The size is 500.*and so is 1 other"),
    ],
)
def test_no_opinion_on_what_it_does_not_know(row, says):
    made = reader()
    opinion = made(row)
    assert opinion.finding == "no opinion"
    assert np.isnan(opinion.logit)
    assert made.findings([row]).tolist() == ["no opinion"]
    import re

    assert re.search(says, str(opinion))


def test_every_opinion_says_that_it_is_none():
    made = reader()
    for z in (-4.0, (made.low + made.high) / 2, 4.0):
        assert "no medical advice" in str(made([z, 0.5]))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"features": np.zeros(5)}, "features has shape"),
        ({"ill": np.full(400, 2)}, "answers, 0 or 1"),
        ({"features": np.full((400, 2), np.nan)}, "NaN"),
        ({"prevalence": 0}, "prevalence is 0"),
        ({"names": ["size"]}, "names has 1"),
        ({"score": lambda rows: rows}, "score gave shape"),
        ({"sensitivity": 0.9999}, "as ill; a sensitivity of 0.9999"),
    ],
)
def test_bad_input(change, says):
    rows, ill = patients()
    kept = {"score": first, "features": rows, "ill": ill, "prevalence": 0.1} | change
    with pytest.raises(ValueError, match=says):
        SecondReader.calibrated(**kept)


def test_another_number_of_measurements():
    with pytest.raises(ValueError, match="give 2 measurements"):
        reader()([1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"specificity": 1.5}, "specificity is 1.5"),
        ({"sensitivity": 0.0}, "sensitivity is 0.0"),
        ({"confidence": np.nan}, "confidence is nan"),
        ({"margin": -0.1}, "margin is -0.1"),
        ({"margin": np.nan}, "margin is nan"),
        ({"specificity": 0.9999}, r"ill marks \d+ patients as others; a specificity of 0.9999"),
        ({"ill": np.ones(400)}, "ill marks 0 patients as others"),
        ({"ill": np.zeros(400)}, "ill marks 0 patients as ill"),
    ],
)
def test_what_cannot_be_promised_is_named(change, says):
    rows, ill = patients()
    kept = {"score": first, "features": rows, "ill": ill, "prevalence": 0.1} | change
    with pytest.raises(ValueError, match=says):
        SecondReader.calibrated(**kept)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.95])
@pytest.mark.parametrize("n", [1, 2, 3, 5, 10])
def test_a_promise_that_is_just_kept_is_given(share, n):
    # The lowest of n keeps it with probability 1 − shareⁿ, whatever rounding makes of logarithms.
    rows = np.concatenate([np.arange(float(n)), np.arange(float(n)) - 100])[:, None]
    made = SecondReader.calibrated(
        *(first, rows, [1] * n + [0] * n),
        prevalence=0.1,
        sensitivity=share,
        specificity=share,
        confidence=1 - share**n,
    )
    assert made.low == 0.0


def test_exactly_enough_patients():
    # 0.95^n is below 0.1 from n = 45 on
    z = np.arange(45.0)
    rows = np.concatenate([z, z - 100])[:, None]
    made = SecondReader.calibrated(first, rows, [1] * 45 + [0] * 45, prevalence=0.1)
    assert made.low == 0.0
    with pytest.raises(ValueError, match="45 on"):
        SecondReader.calibrated(first, rows[1:], [1] * 44 + [0] * 45, prevalence=0.1)


def test_names_of_any_kind():
    rows, ill = patients()
    for names in (np.array(["size", "shape"]), ("size", "shape"), iter(["size", "shape"])):
        made = SecondReader.calibrated(first, rows, ill, prevalence=0.1, names=names)
        assert made.names == ("size", "shape")
    with pytest.raises(ValueError, match="names has 0"):
        SecondReader.calibrated(first, rows, ill, prevalence=0.1, names=[])


@pytest.mark.parametrize(
    ("features", "says"),
    [
        ([[1.0, 2.0]], r"features has shape \(1, 2\); give 2 measurements of one patient"),
        ([], r"shape \(0,\)"),
        (None, r"features has shape \(\)"),
        ("benign", "of other things than numbers"),
        ({"size": 1.0}, "features is a dict"),
        (["1", "two"], "other things than numbers"),
    ],
)
def test_what_is_no_patient_is_named(features, says):
    with pytest.raises(ValueError, match=says):
        reader()(features)


def test_infinite_is_not_missing_and_numbers_agree():
    assert "The size is inf, unlike" in str(reader()([np.inf, 0.5]))
    assert "(and so is 1 other measurement)." in str(reader()([np.nan, np.nan]))
    three = SecondReader.calibrated(
        first, np.column_stack([*patients()[0].T, np.zeros(400)]), patients()[1], prevalence=0.1
    )
    assert "measurement 1 is missing" in str(three([np.nan] * 3))
    assert "(and so are 2 other measurements)." in str(three([np.nan] * 3))


def test_no_patient_no_finding():
    assert reader().findings(np.zeros((0, 2))).tolist() == []
    assert reader().findings(np.zeros((3, 2), dtype=np.float32)).shape == (3,)

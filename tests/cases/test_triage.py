"""The triage around a model that is known: the words of a question are its logits."""

import math

import numpy as np
import pytest

from ftlib.cases.triage import Triage

NAMES = ("eye", "ear", "skin")


def score(texts):
    return np.array([[3.0 * text.split().count(name) for name in NAMES] for text in texts])


def strangeness(texts):
    return np.array([float(text.count("!")) for text in texts])


def triage(**changed):
    settings = {
        "score": score,
        "strangeness": strangeness,
        "names": NAMES,
        "temperature": 1.0,
        "limit": 0.9,
        "usual": np.zeros(39),
        "miss": np.ones(3),
        "price": 0.2,
    }
    return Triage(**(settings | changed))


def test_a_clear_question_is_named():
    said = triage()("what of the eye")
    assert said.decision == "name"
    assert [name for name, _ in said.top] == ["eye", "ear", "skin"]
    assert said.top[0][1] == pytest.approx(math.exp(3) / (math.exp(3) + 2))
    assert said.candidates == ("eye",)
    assert said.cost == pytest.approx(1 - said.top[0][1])
    assert said.unusual == 1.0
    assert str(said).startswith("eye: eye 0.91, ear 0.05")


def test_a_question_for_two_is_asked():
    said = triage()("eye or ear")
    assert said.decision == "ask"
    assert said.candidates == ("eye", "ear")
    assert str(said).startswith("ask a physician: eye 0.49, ear 0.49")


def test_the_price_decides():
    assert triage(price=0.6)("eye or ear").decision == "name"
    assert triage(price=0.05)("the eye").decision == "ask"


def test_a_dear_class_is_named_where_it_is_not_the_most_probable():
    said = triage(miss=np.array([1.0, 1.0, 30.0]), price=5.0)("the eye")
    assert said.decision == "name"
    assert said.top[0][0] == "skin"
    assert said.top[0][1] == pytest.approx(1 / (math.exp(3) + 2))
    assert said.candidates == ("eye",)  # the set is about truth, not about prices
    asked = triage(miss=np.array([1.0, 1.0, 30.0]), price=0.1)("the eye")
    assert asked.decision == "ask"
    assert asked.top[0][0] == "eye"


def test_the_temperature_divides():
    assert triage(temperature=3.0)("eye").top[0][1] == pytest.approx(math.e / (math.e + 2))


def test_an_empty_set_is_asked():
    said = triage(limit=0.01, price=1.0)("eye")
    assert said.candidates == ()
    assert said.decision == "ask"
    assert "none fits" in str(said)


def test_what_is_stranger_than_all_known_is_refused():
    assert triage()("eye !").decision == "refuse"  # p = 1/40
    assert triage()("eye !").unusual == pytest.approx(1 / 40)
    assert triage(refuse=0.0)("eye !").decision == "name"
    assert triage(refuse=0.02)("eye !").decision == "name"
    assert str(triage()("eye !")).startswith("refused: ")


def test_many_as_one_by_one():
    questions = ["eye", "ear or skin", "!! none"]
    assert triage().advise(questions) == [triage()(each) for each in questions]
    assert triage().advise([]) == []


def test_fitted_takes_temperature_and_limits_from_the_right_parts():
    tune = (["eye"] * 4 + ["skin"], [0, 0, 0, 1, 2])
    calibrate = (["eye"] * 18 + ["ear !"], [0] * 18 + [2])
    made = Triage.fitted(score, strangeness, NAMES, tune, calibrate, alpha=0.2, price=0.4)
    # 4 of 5 right, so the best temperature says 0.8: exp(3/T) = 8.
    assert made.temperature == pytest.approx(3 / math.log(8), rel=1e-6)
    assert made.limit == pytest.approx(0.2)  # the 16th of 19 scores
    assert made.usual.tolist() == [0.0] * 18 + [1.0]
    assert made.miss.tolist() == [1, 1, 1]
    assert (made.price, made.refuse) == (0.4, 0.05)
    strict = Triage.fitted(score, strangeness, NAMES, tune, calibrate, alpha=0.01)
    assert strict.limit == math.inf


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: triage()(3), r"questions\[0\] is 3; give a question in words"),
        (lambda: triage()(" ?! "), r"questions\[0\] is ' \?! '"),
        (lambda: triage().advise(["eye", "42"]), r"questions\[1\] is '42'"),
        (lambda: triage(temperature=0.0), "temperature is 0.0; give a positive"),
        (lambda: triage(price=-1.0), "price is -1.0; give a finite price"),
        (lambda: triage(refuse=1.0), "refuse is 1.0; give a share"),
        (lambda: triage(miss=np.ones(2)), r"miss \(2,\)"),
        (lambda: triage(score=lambda texts: np.zeros((1, 2)))("x"), "score gave shape"),
        (lambda: triage(strangeness=lambda texts: [1, 2])("x"), "strangeness gave shape"),
    ],
)
def test_bad_arguments_are_named(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


TUNE = (["eye"] * 4 + ["skin"], [0, 0, 0, 1, 2])


@pytest.mark.parametrize(
    ("labels", "says"),
    [
        ([0, -1], r"give one label for each, 0 to 2"),
        ([0, 3], "0 to 2"),
        ([0], r"calibrate has 2 texts and labels of shape \(1,\)"),
        ([0, 1, 2], r"shape \(3,\)"),
        ([0, 0.5], "0 to 2"),
    ],
)
def test_calibration_labels_that_do_not_fit(labels, says):
    with pytest.raises(ValueError, match=says):
        Triage.fitted(score, strangeness, NAMES, TUNE, (["eye", "ear"], labels))


def test_fitted_names_a_score_or_a_strangeness_of_the_wrong_shape():
    calibrate = (["eye", "ear"], [0, 1])
    with pytest.raises(ValueError, match="score gave shape"):
        Triage.fitted(lambda texts: np.zeros((1, 3)), strangeness, NAMES, TUNE, calibrate)
    with pytest.raises(ValueError, match=r"strangeness gave shape \(1,\) for 2 texts"):
        Triage.fitted(score, lambda texts: [0.0], NAMES, TUNE, calibrate)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: triage().advise("the eye"), "questions is one string; give a list"),
        (lambda: triage()(None), r"questions\[0\] is None"),
        (lambda: triage()("🙂"), "give a question in words"),
        (lambda: triage()(""), "give a question in words"),
        (lambda: triage(score=lambda t: [[np.nan, 0, 0]])("x"), "give finite logits"),
        (lambda: triage(strangeness=lambda t: [np.nan])("x"), "not nan"),
        (lambda: triage(limit=math.nan), "limit is nan"),
        (lambda: triage(usual=np.array([0.0, np.nan])), "usual has shape"),
        (lambda: triage(usual=np.zeros((3, 2))), r"usual has shape \(3, 2\)"),
    ],
)
def test_what_is_no_question_or_no_number_is_named(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


@pytest.mark.parametrize("text", ["眼睛疼", "x" * 100_000, "eye \x00", "<b>eye</b>", "eye 🙂"])
def test_odd_questions_get_advice(text):
    assert triage()(text).decision in ("name", "ask", "refuse")


def test_with_too_few_known_questions_nothing_is_refused():
    assert triage(usual=np.zeros(18), refuse=0.05)("eye !").decision == "name"
    assert triage(usual=np.zeros(19), refuse=0.05)("eye !").decision == "refuse"

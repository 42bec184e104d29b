"""The spam filter around a model that is known: each "buy" adds 2 to the logit, from −1."""

import numpy as np
import pytest

from ftlib.cases.spam import SpamFilter


def score(texts):
    return np.array([2.0 * text.lower().split().count("buy") - 1.0 for text in texts])


def test_a_raw_message_is_read_without_its_headers():
    raw = b"From: a@b\nX-Spam: buy buy buy buy\nSubject: =?utf-8?q?buy?=\n\nhello there"
    verdict = SpamFilter(score).judge(raw)
    assert verdict.subject == "buy"
    assert verdict.probability == pytest.approx(1 / (1 + np.exp(-1)))
    assert not verdict.spam
    assert verdict.threshold == pytest.approx(10 / 11)
    assert verdict.reasons == (("buy", 2.0),)


def test_the_price_decides():
    text = "please buy"
    assert not SpamFilter(score, lost_letter=10, spam_read=1).judge(text).spam
    assert SpamFilter(score, lost_letter=1, spam_read=1).judge(text).spam


def test_temperature_and_bias():
    verdict = SpamFilter(score, temperature=2.0, bias=-0.5).judge("buy buy")
    assert verdict.probability == pytest.approx(1 / (1 + np.exp(-(3 / 2 - 0.5))))


def test_a_friendly_beginning_hides_nothing():
    text = "hello " * 500 + "buy buy buy"
    assert SpamFilter(score, words=600).judge(text).spam
    assert SpamFilter(score, words=100).judge("hello " * 100 + "buy buy buy").spam


def test_disguises_are_undone_unless_told_not_to():
    assert SpamFilter(score).judge("b\u200bu\u200by bυy b.u.y").spam
    assert not SpamFilter(score, harden=False).judge("b\u200bu\u200by bυy b.u.y").spam


def test_many_texts_at_once_as_one_by_one():
    texts = ["buy", "", "hello " * 200 + "buy", "nothing"]
    alone = [float(SpamFilter(score).logits([text])[0]) for text in texts]
    assert SpamFilter(score).logits(texts).tolist() == alone == [1.0, -1.0, 1.0, -1.0]
    assert SpamFilter(score).logits([]).shape == (0,)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n",
        b"\xff\xfe\x00\x01",
        b"Subject: =?no-such-code?q?x?=\n\nbuy",
        b"Content-Type: multipart/mixed; boundary=none\n\n--other\n\nbuy",
        b"Content-Type: text/html; charset=broken\n\n<b>buy <i>now",
        b"Content-Transfer-Encoding: base64\n\n%%%%",
        b"Subject:\n" * 50,
    ],
)
def test_malformed_mail_gets_a_verdict(raw):
    verdict = SpamFilter(score).judge(raw)
    assert 0 <= verdict.probability <= 1
    assert str(verdict).startswith(("junk: ", "inbox: "))


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: SpamFilter(score).judge(3), "message is a int; give the raw bytes or a string"),
        (lambda: SpamFilter(score, temperature=0), "temperature is 0; give a positive number"),
        (lambda: SpamFilter(score, lost_letter=-1), "false_alarm is -1"),
        (lambda: SpamFilter(score, words=0), "words is 0; give at least 1"),
        (lambda: SpamFilter(lambda texts: np.zeros((1, 2))).judge("x"), "score gave shape"),
    ],
)
def test_bad_arguments_are_named(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()

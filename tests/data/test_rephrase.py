"""Rephrasing by rule: what it says, how often, and that a seed decides it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftlib.data import rephrase
from ftlib.data.rephrase import OPENINGS, SAME


def said(text, rate=1.0, openings=0.0, seed=0):
    return rephrase(rate, openings)(text, np.random.default_rng(seed))


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("It's a mess, and I don't care.", {"It is a mess, and I do not care."}),
        ("It’s a mess.", {"It is a mess."}),
        ("The whole film", {"The entire movie", "The entire picture"}),
        ("a lot of fun", {"plenty of fun", "lots of fun"}),
        ("Even though it seems long", {"Although it appears long", "Though it appears long"}),
        ("filmed, moviegoers and storytelling", {"filmed, moviegoers and storytelling"}),
        ("nothing to say", {"nothing to say"}),
        ("", {""}),
    ],
)
def test_by_hand(text, want):
    assert {said(text, seed=seed) for seed in range(40)} == want


def test_rates():
    texts = [said("film", rate=0.3, seed=seed) for seed in range(2000)]
    share = np.mean([text != "film" for text in texts])
    assert abs(share - 0.3) < 4 * np.sqrt(0.21 / 2000)
    opened = [said("Good film", rate=0, openings=0.4, seed=seed) for seed in range(2000)]
    share = np.mean([text != "Good film" for text in opened])
    assert abs(share - 0.4) < 4 * np.sqrt(0.24 / 2000)
    assert set(opened) == {"Good film"} | {opening + "good film" for opening in OPENINGS}


def test_i_stays_i():
    assert said("I laughed", openings=1.0).endswith("I laughed")


@given(st.text(max_size=60), st.integers(0, 99))
def test_any_text_and_the_seed_decides(text, seed):
    assert said(text, 0.5, 0.5, seed) == said(text, 0.5, 0.5, seed)


def test_no_form_has_two_meanings():
    forms = list(itertools.chain(*SAME))
    assert len(forms) == len(set(forms))


def test_bad_rates():
    with pytest.raises(ValueError, match="rate is 2"):
        rephrase(2)
    with pytest.raises(ValueError, match="rate is -1"):
        rephrase(openings=-1)

"""Hoeffding's radius: against figures by hand, against the exact binomial, and its inverse."""

from __future__ import annotations

import math

import pytest
from scipy import stats

from ftlib.evaluate import hoeffding_count, hoeffding_radius


def test_a_radius_by_hand():
    # 2 exp(-2 n r²) = 0.05 at n = 100: r² = log(40) / 200 = 0.018444, r = 0.13581.
    assert hoeffding_radius(100) == pytest.approx(0.135810, abs=1e-6)
    assert hoeffding_radius(400) == pytest.approx(0.135810 / 2, abs=1e-6)
    assert hoeffding_radius(100, width=3.0) == pytest.approx(3 * 0.135810, abs=3e-6)


@pytest.mark.parametrize("count", [1, 7, 50, 333, 2000])
@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.99])
@pytest.mark.parametrize("share", [0.5, 0.9, 0.02])
def test_the_interval_covers_every_coin_at_least_that_often(count, confidence, share):
    radius = hoeffding_radius(count, confidence=confidence)
    coin = stats.binom(count, share)
    low, high = math.ceil(count * (share - radius)), math.floor(count * (share + radius))
    assert coin.cdf(high) - coin.cdf(low - 1) >= confidence


def test_many_hypotheses_share_the_failures():
    assert hoeffding_radius(80, confidence=0.9, hypotheses=20) == pytest.approx(
        hoeffding_radius(80, confidence=0.995), rel=1e-12
    )


@pytest.mark.parametrize("radius", [0.01, 0.05, 0.135810, 0.5, 2.0])
@pytest.mark.parametrize("hypotheses", [1, 1000])
def test_the_count_is_the_smallest_that_will_do(radius, hypotheses):
    count = hoeffding_count(radius, confidence=0.99, width=1.5, hypotheses=hypotheses)
    rest = {"confidence": 0.99, "width": 1.5, "hypotheses": hypotheses}
    assert hoeffding_radius(count, **rest) <= radius
    assert count == 1 or hoeffding_radius(count - 1, **rest) > radius


def test_the_count_inverts_the_radius_exactly():
    for count in range(1, 400):
        radius = hoeffding_radius(count)
        assert hoeffding_count(radius) == count
        assert hoeffding_count(math.nextafter(radius, 0)) == count + 1


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"count": 0}, "count is 0"),
        ({"count": 2.5}, "count is 2.5"),
        ({"count": True}, "count is True"),
        ({"count": 5, "confidence": 1.0}, "confidence is 1.0"),
        ({"count": 5, "confidence": 0.0}, "confidence is 0.0"),
        ({"count": 5, "width": 0.0}, "width is 0.0"),
        ({"count": 5, "width": math.inf}, "width is inf"),
        ({"count": 5, "hypotheses": 0}, "hypotheses is 0"),
    ],
)
def test_what_the_radius_refuses(arguments, word):
    with pytest.raises(ValueError, match=word):
        hoeffding_radius(**arguments)


@pytest.mark.parametrize("radius", [0.0, -0.1, math.nan, math.inf])
def test_what_the_count_refuses(radius):
    with pytest.raises(ValueError, match="radius is"):
        hoeffding_count(radius)

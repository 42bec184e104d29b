"""Stains laid over each other by Beer and Lambert's law, and taken apart again."""

import numpy as np
import pytest

from ftlib import data
from ftlib.data.stains import DAB, HAEMATOXYLIN


def painted(amounts):
    colours = np.stack([np.array(each) / np.linalg.norm(each) for each in (HAEMATOXYLIN, DAB)])
    return np.clip(np.round(256 * np.exp(-(amounts @ colours)) - 1), 0, 255).astype(np.uint8)


def test_what_was_laid_on_is_found():
    amounts = np.random.default_rng(0).uniform(0, 1.2, (9, 7, 2))
    assert data.separate_stains(painted(amounts)) == pytest.approx(amounts, abs=0.03)


def test_white_holds_nothing_and_layers_add():
    white = np.full((2, 2, 3), 255, np.uint8)
    assert np.abs(data.absorbance(white)).max() == 0
    assert np.abs(data.separate_stains(white)).max() < 1e-12
    assert data.absorbance(np.array([127], np.uint8)) == pytest.approx([np.log(2)])


def test_only_the_direction_of_a_stain_counts():
    picture = painted(np.random.default_rng(1).uniform(0, 1, (3, 3, 2)))
    twice = data.separate_stains(picture, 2 * np.array(HAEMATOXYLIN), 5 * np.array(DAB))
    assert twice == pytest.approx(data.separate_stains(picture), abs=1e-12)


def test_bad_input():
    with pytest.raises(ValueError, match="picture is of type float64"):
        data.absorbance(np.zeros((2, 2, 3)))
    with pytest.raises(ValueError, match="picture has shape"):
        data.separate_stains(np.zeros((2, 2), np.uint8))
    with pytest.raises(ValueError, match="two different colours"):
        data.separate_stains(np.zeros((2, 2, 3), np.uint8), DAB, 2 * np.array(DAB))


@pytest.mark.parametrize(
    ("first", "says"),
    [((0.1, 0.2), r"first is \[0.1, 0.2\]"), ((0.1, np.nan, 0.2), "nan"), ((0, 0, 0), "different")],
)
def test_stains_that_are_none_are_named(first, says):
    with pytest.raises(ValueError, match=says):
        data.separate_stains(np.zeros((2, 2, 3), np.uint8), first)


def test_no_pixel_no_stain():
    assert data.separate_stains(np.zeros((0, 4, 3), np.uint8)).shape == (0, 4, 2)

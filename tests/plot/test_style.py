"""The figure style is readable on both themes and tells colours apart without hue."""

import itertools

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from ftlib import plot

LIGHT, DARK = "#ffffff", "#121212"  # page backgrounds of the two themes


@pytest.fixture(autouse=True)
def _style():
    with plt.style.context("default"):
        plot.use()
        yield


def luminance(colour):
    """WCAG 2 relative luminance."""
    linear = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
        for c in mpl.colors.to_rgb(colour)
    ]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


def contrast(one, other):
    bright, dim = sorted([luminance(one), luminance(other)], reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("colour", sorted(plot.COLOURS.values()))
@pytest.mark.parametrize("page", [LIGHT, DARK])
def test_every_colour_stands_out_on_both_pages(colour, page):
    assert contrast(colour, page) >= 3.0  # WCAG 2.1, non-text contrast


def test_the_cycle_is_made_of_named_colours():
    cycle = mpl.rcParams["axes.prop_cycle"].by_key()["color"]
    assert {f"#{each.lstrip('#')}" for each in cycle} <= set(plot.COLOURS.values())


# Machado, Oliveira and Fernandes (2009), severity 1, in linear RGB.
DEUTERANOPIA = [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.011820, 0.042940, 0.968881],
]
PROTANOPIA = [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
]


@pytest.mark.parametrize(
    "matrix", [np.eye(3), DEUTERANOPIA, PROTANOPIA], ids=["typical", "deuteranopia", "protanopia"]
)
def test_the_first_four_lines_differ_for_colour_blind_readers(matrix):
    cycle = mpl.rcParams["axes.prop_cycle"].by_key()["color"][:4]
    seen = [np.asarray(matrix) @ np.square(mpl.colors.to_rgb(f"#{c.lstrip('#')}")) for c in cycle]
    distances = [np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)]
    assert min(distances) > 0.1


def test_figures_have_no_ground_of_their_own():
    assert mpl.rcParams["figure.facecolor"] == "none"
    assert mpl.rcParams["axes.facecolor"] == "none"

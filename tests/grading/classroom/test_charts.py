"""The charts of a report: every rectangle has the size of its number."""

import math
from xml.etree import ElementTree

import pytest

from ftlib.grading.classroom.charts import bars, histogram


def rectangles(figure, colour):
    """(width, height) of the rectangles of a colour, in their order."""
    found = ElementTree.fromstring(figure).iter("rect")
    return [
        (float(each.get("width")), float(each.get("height")))
        for each in found
        if each.get("style") == f"fill: var(--{colour})"
    ]


def words(figure):
    return [each.text for each in ElementTree.fromstring(figure).iter("text")]


def test_a_column_for_each_number_of_points_as_high_as_its_count():
    heights = [high for _, high in rectangles(histogram([0, 2, 2, 2, 2, 3, 3], 3), "good")]
    assert heights == pytest.approx([37.5, 0, 150, 75])
    assert words(histogram([0, 2, 2], 2)) == ["1", "0", "1", "2", "2", "points"]


def test_many_points_share_columns_and_nobody_is_lost():
    heights = [high for _, high in rectangles(histogram([0, 50, 99.5, 100], 100), "good")]
    assert len(heights) == 21
    assert heights[0] == heights[10] == pytest.approx(75)
    assert heights[20] == 150  # 99.5 and 100


def test_nobody_has_points_yet():
    assert {high for _, high in rectangles(histogram([], 2), "good")} == {0}


def test_bars_are_as_long_as_their_shares():
    figure = bars(["<one>", "two", "none"], [1.0, 0.5, math.nan], [0.5, 0.0, math.nan])
    tried, solved = rectangles(figure, "line"), rectangles(figure, "good")
    whole = tried[0][0]
    assert [wide for wide, _ in tried] == pytest.approx([whole, whole / 2, 0])
    assert [wide for wide, _ in solved] == pytest.approx([whole / 2, 0, 0], abs=0.1)
    assert (
        ElementTree.fromstring(figure)
        .find("svg")
        .get("aria-label")
        .endswith(": <one> 50 %, two 0 %, none –")
    )
    assert words(figure) == ["<one>", "50 %", "two", "0 %", "none", "–"]

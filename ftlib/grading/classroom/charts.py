"""The charts of a report as SVG in the page itself: they take its colours, light or dark.

Drawn by hand because they are only rectangles: importing a plotting library would take longer
than grading thirty submissions.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ftlib.grading.classroom.pages import text

_WIDTH, _HIGH, _LINE = 440.0, 150.0, 20.0  # of a chart, of the tallest column, of a row of text
_NAMES, _AT_MOST = 150.0, 21  # room for the names of bars; columns of a histogram


def histogram(points: Sequence[float], most: int) -> str:
    """How many students have how many points, from 0 to `most`, in at most 21 columns."""
    columns = min(most + 1, _AT_MOST)
    counts, edges = np.histogram(points, bins=columns, range=(-0.5, most + 0.5))
    tallest, step = max(1, int(counts.max())), _WIDTH / columns
    parts = []
    for k, count in enumerate(counts.tolist()):
        high = _HIGH * count / tallest
        left, middle = k * step, (k + 0.5) * step
        parts.append(_rectangle(left + 1, _LINE + _HIGH - high, step - 2, high, "good"))
        if count:
            parts.append(_words(middle, _LINE + _HIGH - high - 4, str(count), "middle"))
        if columns <= 11 or k % 2 == 0:
            centre = (edges[k] + edges[k + 1]) / 2
            parts.append(_words(middle, 2 * _LINE + _HIGH - 4, f"{centre:.0f}", "middle"))
    parts.append(_words(_WIDTH / 2, 3 * _LINE + _HIGH - 4, "points", "middle"))
    label = f"Histogram of the points of {len(points)} students"
    return _drawing(parts, 3 * _LINE + _HIGH, label, "Students by their points")


def bars(names: Sequence[str], tried: Sequence[float], solved: Sequence[float]) -> str:
    """The shares (0 … 1, NaN where there is none) of a class that tried and solved each task."""
    parts, told, long = [], [], _WIDTH - _NAMES - 45
    for k, (name, some, all_) in enumerate(zip(names, tried, solved, strict=True)):
        top = k * _LINE
        parts.append(_words(_NAMES - 6, top + 14, name, "end"))
        for share, kind in ((some, "line"), (all_, "good")):
            parts.append(_rectangle(_NAMES, top + 3, long * np.nan_to_num(share), 14, kind))
        shown = "–" if np.isnan(all_) else f"{100 * all_:.0f} %"
        parts.append(_words(_WIDTH, top + 14, shown, "end"))
        told.append(f"{name} {shown}")
    label = f"Share of the class that solved each task: {', '.join(told)}"
    return _drawing(parts, len(names) * _LINE, label, "Tried (grey) and solved (colour)")


def _rectangle(left: float, top: float, wide: float, high: float, colour: str) -> str:
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}" '
        f'style="fill: var(--{colour})"/>'
    )


def _words(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text(words)}</text>'


def _drawing(parts: Sequence[str], high: float, label: str, caption: str) -> str:
    return (
        f'<figure><svg viewBox="0 0 {_WIDTH:.0f} {high:.0f}" role="img" '
        f'aria-label="{text(label)}" font-size="12" fill="currentColor">{"".join(parts)}</svg>'
        f"<figcaption>{text(caption)}</figcaption></figure>"
    )

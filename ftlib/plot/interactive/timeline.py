"""A timeline to click through; its events are in `timeline.toml`, one readable file."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from itertools import pairwise

from ftlib.plot._style import COLOURS
from ftlib.plot.interactive.page import Page, escape, frame

# The schools, top lane first, each with its name and the name of its colour.
ERAS = {
    "carrier": ("Carriers", "grey"),
    "symbols": ("Symbols", "orange"),
    "statistics": ("Statistics", "green"),
    "networks": ("Networks", "blue"),
    "pretraining": ("Pretraining", "pink"),
}
# The axis in straight parts (year, share of the width): the last decades get most room.
AXIS = ((-3200, 0.0), (1455, 0.035), (1940, 0.07), (1980, 0.39), (2010, 0.64), (2024, 1.0))
TICKS = (1940, 1960, 1980, 2000, 2010, 2015, 2020)
SPACE = 0.026  # that a dot takes, as a share of the width; nearer ones stand one above the other


@dataclass(frozen=True)
class Event:
    """One event, as `timeline.toml` describes it."""

    year: int
    title: str
    era: str
    theme: str
    what: str
    why: str
    source: str
    key: str
    note: str = ""
    chapter: str = ""

    @property
    def when(self) -> str:
        """The year in words: `1958`, or `3200 BCE`."""
        return f"{-self.year} BCE" if self.year < 0 else str(self.year)


def events() -> tuple[Event, ...]:
    """The events of the book, oldest first.

    Source: the chapter turning_points/timeline, which cites the source of each.
    """
    text = (resources.files(__package__) / "timeline.toml").read_text(encoding="utf-8")
    return tuple(Event(**each) for each in tomllib.loads(text)["event"])


def place(year: float) -> float:
    """Where a year stands on the axis, from 0 (left) to 1; straight between the years of `AXIS`.

    Raises:
        ValueError: for a year outside the axis.
    """
    for (first, left), (last, right) in pairwise(AXIS):
        if first <= year <= last:
            return left + (right - left) * (year - first) / (last - first)
    raise ValueError(f"year is {year}; the axis runs from {AXIS[0][0]} to {AXIS[-1][0]}")


def timeline(shown: Sequence[Event] | None = None) -> Page:
    """The timeline, for the last line of a cell.

    With scripts: a lane a school, a dot an event; filters; the arrow keys go from event to event.
    Without: the same events as a list to unfold.

    Args:
        shown: the events; None for all of `events()`.

    Raises:
        ValueError: if there are none, they are not in the order of time, or one has an unknown era.

    Source: the chapter turning_points/timeline.
    """
    shown = events() if shown is None else tuple(shown)
    if not shown:
        raise ValueError("shown is empty; give at least one event, or None for all")
    if [each.year for each in shown] != sorted(each.year for each in shown):
        raise ValueError("shown is not in the order of time; sort the events by year")
    if unknown := {each.era for each in shown} - set(ERAS):
        raise ValueError(f"shown has the eras {sorted(unknown)}; known are {list(ERAS)}")
    rows = _rows(shown)
    data = {
        "events": [
            asdict(each) | {"when": each.when, "at": round(place(each.year), 4), "row": row}
            for each, row in zip(shown, rows, strict=True)
        ],
        "eras": [[era, name, COLOURS[colour]] for era, (name, colour) in ERAS.items()],
        "ticks": [[year, round(place(year), 4)] for year in TICKS],
    }
    plain = "\n".join(_plain(each) for each in shown)
    files = resources.files(__package__)
    return frame(
        label="Timeline: from the first signs to pretrained models",
        fallback=f'<div class="ft-plain">\n{plain}\n</div>',
        css=(files / "timeline.css").read_text(encoding="utf-8"),
        script=(files / "timeline.js").read_text(encoding="utf-8"),
        data=data,
    )


def _plain(event: Event) -> str:
    """One event as it is read without scripts."""
    note = f" ({escape(event.note)})" if event.note else ""
    link = (
        f' <a href="../{event.chapter}.html">The chapter that runs it</a>.' if event.chapter else ""
    )
    return (
        f"<details><summary><b>{event.when}</b> {escape(event.title)} "
        f"· {ERAS[event.era][0]}</summary><p>{escape(event.what)} {escape(event.why)} "
        f"<i>Source:</i> {escape(event.source)}{note}.{link}</p></details>"
    )


def _rows(shown: Sequence[Event]) -> list[int]:
    """In which row of its lane each dot stands: the first in which no other is in the way."""
    ends: dict[str, list[float]] = {era: [] for era in ERAS}
    rows = []
    for event in shown:
        at, lane = place(event.year), ends[event.era]
        row = next((i for i, end in enumerate(lane) if at - end >= SPACE), len(lane))
        lane[row : row + 1] = [at]
        rows.append(row)
    return rows

"""When submissions came and what being late costs, declared in a small TOML file.

```toml
due = 2026-03-02T23:59:00+01:00   # with its offset; or without, and a zone beside it
zone = "Europe/Berlin"            # for times without an offset
grace = "15 min"                  # late by no more than this is not late
penalty_per_day = 10              # percent of the points reached, for each begun day
cap = 50                          # the most that is taken, in percent
closes = "7 days"                 # later than this gets no points

[extensions]                      # by student: longer, or a due date of their own
ann = "2 days"
"4711" = 2026-03-09T12:00:00
```
"""

from __future__ import annotations

import csv
import math
import re
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_UNITS = {"min": 60, "h": 3600, "day": 86400, "days": 86400}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(min|h|days?)")
_KNOWN = ("due", "zone", "grace", "penalty_per_day", "cap", "closes", "extensions")


class PolicyError(ValueError):
    """A policy or a list of times is malformed; the text says where."""


@dataclass(frozen=True)
class Policy:
    """What being late costs. Percents are of the points reached."""

    due: datetime
    grace: timedelta = timedelta(0)
    penalty_per_day: Decimal = Decimal(0)
    cap: Decimal = Decimal(100)
    closes: timedelta | None = None
    extensions: dict[str, timedelta | datetime] = field(default_factory=dict)

    def due_for(self, student: str) -> datetime:
        """The due date of one student."""
        extension = self.extensions.get(student, timedelta(0))
        return extension if isinstance(extension, datetime) else self.due + extension

    def days_late(self, student: str, when: datetime) -> int:
        """Begun days after the due date; 0 within the grace, which shifts nothing else."""
        late = when - self.due_for(student)
        return 0 if late <= self.grace else max(0, math.ceil(late / timedelta(days=1)))

    def percent(self, student: str, when: datetime) -> Decimal:
        """Percent of the points that are taken, 0 to 100."""
        days = self.days_late(student, when)
        late = when - self.due_for(student)
        if days and self.closes is not None and late > self.closes:
            return Decimal(100)
        return min(self.penalty_per_day * days, self.cap)

    def final(self, points: int, student: str, when: datetime) -> Decimal:
        """Points that remain, to the hundredth, halves up."""
        left = points * (100 - self.percent(student, when)) / 100
        return Decimal(left).quantize(Decimal("0.01"), ROUND_HALF_UP)


def read_policy(path: Path) -> Policy:
    """The policy in a TOML file.

    Raises:
        PolicyError: for a file that is no TOML, unknown or missing names, and values that are no
            time, duration or percent.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError(f"{path}: {error}") from None
    unknown = set(given) - set(_KNOWN)
    if unknown or "due" not in given:
        what = f"{sorted(unknown)} is not known" if unknown else "there is no due date"
        raise PolicyError(f"{path}: {what}; use {', '.join(_KNOWN)}")
    zone = _zone(given.get("zone"), path)
    closes = given.get("closes")
    return Policy(
        due=_time(given["due"], zone, f"{path}: due"),
        grace=_duration(given.get("grace", "0 min"), f"{path}: grace"),
        penalty_per_day=_percent(given.get("penalty_per_day", 0), f"{path}: penalty_per_day"),
        cap=_percent(given.get("cap", 100), f"{path}: cap"),
        closes=None if closes is None else _duration(closes, f"{path}: closes"),
        extensions={
            student: _extension(value, zone, f"{path}: extensions.{student}")
            for student, value in given.get("extensions", {}).items()
        },
    )


def read_times(path: Path) -> dict[str, datetime]:
    """Times of submission from a CSV file with the columns `student` and `submitted`.

    Times are ISO 8601 with an offset (`2026-03-02T23:58:00+01:00`). Of several lines of a student
    the latest counts.

    Raises:
        PolicyError: for a file without these columns, and a time that is none or has no offset.
    """
    times: dict[str, datetime] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not {"student", "submitted"} <= set(rows.fieldnames or ()):
            raise PolicyError(f"{path} has no columns 'student' and 'submitted' in its first line")
        for number, row in enumerate(rows, start=2):
            when = _time(row["submitted"], None, f"{path}, line {number}")
            student = str(row["student"])
            times[student] = max(when, times.get(student, when))
    return times


def _zone(name: Any, path: Path) -> tzinfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError):
        raise PolicyError(
            f"{path}: there is no zone {name!r}; use a name like 'Europe/Berlin'"
        ) from None


def _time(value: Any, zone: tzinfo | None, where: str) -> datetime:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            raise PolicyError(
                f"{where}: {value!r} is no time; use 2026-03-02T23:59+01:00"
            ) from None
    if not isinstance(value, datetime):
        kind = "a date without a time" if isinstance(value, date) else "no time"
        raise PolicyError(f"{where}: {value} is {kind}; use 2026-03-02T23:59:00+01:00")
    if value.tzinfo is None and zone is None:
        raise PolicyError(f"{where}: {value} has no offset; add one, or a zone")
    return value.replace(tzinfo=value.tzinfo or zone).astimezone(UTC)


def _duration(value: Any, where: str) -> timedelta:
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise PolicyError(f"{where}: {value!r} is no duration; use '15 min', '2 h' or '3 days'")
    return timedelta(seconds=float(match[1]) * _UNITS[match[2]])


def _percent(value: Any, where: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 100:
        raise PolicyError(f"{where}: {value!r} is no percent; use a number from 0 to 100")
    return Decimal(str(value))


def _extension(value: Any, zone: tzinfo | None, where: str) -> timedelta | datetime:
    if isinstance(value, str) and _DURATION.fullmatch(value.strip()):
        return _duration(value, where)
    return _time(value, zone, where)

"""Late policies: what each second costs is worked out by hand."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from ftlib.grading.classroom.lateness import PolicyError, read_policy, read_times

POLICY = """
due = 2026-03-28T23:59:00
zone = "Europe/Berlin"
grace = "15 min"
penalty_per_day = 10
cap = 25
closes = "7 days"

[extensions]
ann = "2 days"
"4711" = 2026-04-01T12:00:00
"""
DUE = datetime(2026, 3, 28, 22, 59, tzinfo=UTC)  # Berlin is one hour ahead until 29 March, 02:00


@pytest.fixture
def policy(tmp_path):
    def read(text: str = POLICY):
        (tmp_path / "late.toml").write_text(text)
        return read_policy(tmp_path / "late.toml")

    return read


@pytest.mark.parametrize(
    ("student", "after", "days", "percent"),
    [
        ("ben", timedelta(hours=-5), 0, 0),
        ("ben", timedelta(0), 0, 0),
        ("ben", timedelta(minutes=15), 0, 0),
        ("ben", timedelta(minutes=15, seconds=1), 1, 10),
        ("ben", timedelta(days=1), 1, 10),
        ("ben", timedelta(days=1, seconds=1), 2, 20),
        ("ben", timedelta(days=2, seconds=1), 3, 25),  # the cap
        ("ben", timedelta(days=7), 7, 25),
        ("ben", timedelta(days=7, seconds=1), 8, 100),  # closed
        ("ann", timedelta(days=2), 0, 0),
        ("ann", timedelta(days=3), 1, 10),
        ("4711", timedelta(days=3, hours=11, minutes=1), 0, 0),  # 1 April, 12:00 in summer time
        ("4711", timedelta(days=3, hours=11, minutes=17), 1, 10),
    ],
)
def test_begun_days_grace_cap_and_extensions(policy, student, after, days, percent):
    late = policy()
    assert late.days_late(student, DUE + after) == days
    assert late.percent(student, DUE + after) == percent


def test_points_are_rounded_to_the_hundredth_halves_up(policy):
    late = policy("due = 2026-03-01T00:00:00Z\npenalty_per_day = 12.5\n")
    day = datetime(2026, 3, 1, 5, tzinfo=UTC)
    assert late.final(3, "ben", day) == Decimal("2.63")  # 2.625
    assert late.final(8, "ben", day) == Decimal("7.00")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("grace = '5 min'", "no due date"),
        ("due = 2026-03-01T00:00:00", "no offset"),
        ("due = 2026-03-01", "a date without a time"),
        ("due = 3", "no time"),
        ("due = 'soon'", "no time"),
        ("due = 2026-03-01T00:00:00Z\nzone = 'Mars/Base'", "no zone 'Mars/Base'"),
        ("due = 2026-03-01T00:00:00Z\ngrace = '5'", "no duration"),
        ("due = 2026-03-01T00:00:00Z\npenalty_per_day = 110", "no percent"),
        ("due = 2026-03-01T00:00:00Z\npenalty = 10", r"\['penalty'\] is not known"),
        ("due = 2026-03-01T00:00:00Z\n[extensions]\nann = 3", "extensions.ann"),
        ("due = ", "late.toml"),
    ],
)
def test_a_malformed_policy_says_where(policy, text, said):
    with pytest.raises(PolicyError, match=said):
        policy(text)


def test_times_from_a_list(tmp_path):
    path = tmp_path / "times.csv"
    path.write_text(
        "student,submitted\nann,2026-03-01T10:00+02:00\nann,2026-03-01T09:00+02:00\n"
        "Zoë,2026-03-01T10:00:05Z\n",
        encoding="utf-8-sig",
    )
    assert read_times(path) == {
        "ann": datetime(2026, 3, 1, 8, tzinfo=UTC),
        "Zoë": datetime(2026, 3, 1, 10, 0, 5, tzinfo=UTC),
    }
    for text, said in [
        ("student,when\n", "no columns"),
        ("student,submitted\nann,x\n", "line 2"),
        ("student,submitted\nann,2026-03-01T10:00\n", "has no offset"),
    ]:
        path.write_text(text)
        with pytest.raises(PolicyError, match=said):
            read_times(path)

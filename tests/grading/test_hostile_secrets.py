"""Hidden tests and expected values stay with the judge: not on the wire, not in the worker."""

import struct
from pathlib import Path

import pytest

from ftlib.grading import channel
from ftlib.grading.grade import grade
from ftlib.grading.submission import parse

SEARCH = Path(__file__).parent / "hostile/submissions/memory_search.py"
MARK = "-".join(["secret", "of", "the", "instructor"])
EXPECTED = 8.015625  # (1 + 0.0625 + 9 + 22) / 4: what the hidden test compares with
HIDDEN = f"""
import numpy as np
from ftlib.grading import expect, task

{MARK.replace("-", "_")} = "{MARK} hidden"

@task("mean_square")
def test_kept_from_students(student, rng):
    x = np.array([1.0, 0.25, 3.0, 22.0**0.5])
    expect.close(student.mean_square(x), {EXPECTED})
    drawn = rng.normal(size=3)
    expect.close(student.mean_square(drawn), float(np.square(drawn).mean()))

@task("centred")
def test_also_kept(student):
    expect.close(student.centred(np.array([1.0, 3.0])), [-1.0, 1.0])
"""


@pytest.fixture
def frames(monkeypatch):
    """Every byte that this process, the judge's, sends over any channel."""
    sent = []
    pack = channel.wire.pack

    def packed(value, outside=None):
        frame = pack(value, outside)
        sent.append(frame)
        return frame

    monkeypatch.setattr(channel.wire, "pack", packed)
    return sent


@pytest.fixture
def secret(project):
    path = project / "solutions/toy/hidden/test_toy_hidden.py"
    path.write_text(HIDDEN)
    return project


def spellings(number: float) -> list[bytes]:
    return [str(number).encode(), number.hex().encode(), struct.pack("<d", number)]


def test_neither_hidden_tests_nor_expected_values_cross_the_wire(
    secret, frames, nursery, limits, right
):
    assert b"8.015625" in HIDDEN.encode()
    result = grade(parse(right.encode(), Path("toy.py")), "toy", secret, nursery=nursery)
    assert result.earned == 5
    wire = b"".join(frames)
    # arguments do cross it, and would be found if anything were
    assert struct.pack("<d", 22.0**0.5) in wire
    for spelling in spellings(EXPECTED):
        assert spelling not in wire
    for text in (MARK, "kept_from_students", "also_kept", "hidden", "expect", "mean_square(x), 8"):
        assert text.encode() not in wire
    assert wire.count(b'"cell"') == 1  # the only code that was sent is the submission's own


def test_neither_is_found_in_the_memory_of_a_worker(secret, nursery, monkeypatch):
    monkeypatch.setenv("GRADER_TOKEN", f"{MARK} token")
    code = SEARCH.read_bytes()
    said = str(grade(parse(code, Path("toy.py")), "toy", secret, nursery=nursery))
    assert "found []" in said
    # the same search finds the words where they are
    planted = code + b"\nPLANTED = MARK + ' ' + 'token'\n"
    said = str(grade(parse(planted, Path("toy.py")), "toy", secret, nursery=nursery))
    assert "found [b" in said


def test_a_seed_gives_the_same_numbers_again_and_another_gives_others(
    secret, frames, nursery, right
):
    submission = parse(right.encode(), Path("toy.py"))

    def numbers(seed: int) -> bytes:
        frames.clear()
        assert grade(submission, "toy", secret, nursery=nursery, seed=seed).earned == 5
        return b"".join(frames)

    assert numbers(3) == numbers(3)
    assert numbers(3) != numbers(4)

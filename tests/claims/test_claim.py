"""A claim prints when it holds, raises when it does not, and refuses what it cannot test."""

import math

import numpy as np
import pytest

from ftlib.claims import Claim, ClaimFailed, claim, held, report, reset
from ftlib.claims._claim import number


@pytest.fixture(autouse=True)
def _fresh():
    reset()
    yield
    reset()


@pytest.mark.parametrize(
    ("op", "measured", "bound", "holds"),
    [
        ("<=", 1.0, 1.0, True),
        ("<=", math.nextafter(1.0, 2.0), 1.0, False),
        ("<", 1.0, 1.0, False),
        ("<", math.nextafter(1.0, 0.0), 1.0, True),
        (">=", 1.0, 1.0, True),
        (">=", math.nextafter(1.0, 0.0), 1.0, False),
        (">", 1.0, 1.0, False),
        (">", math.nextafter(1.0, 2.0), 1.0, True),
        ("==", 5574, 5574, True),
        ("==", 4837, 5574, False),
    ],
)
def test_each_operator_at_its_edge(op, measured, bound, holds):
    if holds:
        assert claim("edge", "At the edge", measured, op, bound).holds
    else:
        with pytest.raises(ClaimFailed, match="At the edge"):
            claim("edge", "At the edge", measured, op, bound)


@pytest.mark.parametrize("op", ["<=", "<", ">=", ">", "=="])
def test_nan_holds_against_nothing(op):
    with pytest.raises(ClaimFailed):
        claim("nan", "Not a number holds", math.nan, op, 0)


def test_a_failed_claim_is_not_kept():
    with pytest.raises(ClaimFailed):
        claim("false", "One is two", 1, "==", 2)
    assert held() == ()


def test_what_is_printed(capsys):
    claim("bce-gradient", "The gradient in the logit is p − y", 3e-16, "<=", 1e-12)
    assert capsys.readouterr().out == (
        "✓ The gradient in the logit is p − y  (measured 3.0e-16; claimed ≤ 1.0e-12)\n"
    )


def test_units_stand_behind_both_figures(capsys):
    claim("size", "The model is small", 22.7, "<", 30, unit="M")
    assert "(measured 22.7 M; claimed < 30 M)" in capsys.readouterr().out


def test_arrays_of_no_dimension_are_figures():
    assert claim("zero-d", "An array", np.asarray(0.25), "==", 0.25).measured == 0.25


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Bad Id", "s", 1, "<", 2), "id 'Bad Id'"),
        (("fine", "s", 1, "≤", 2), "op '≤' is unknown; use one of"),
        (("fine", "s", 1, "<", math.nan), "bound nan"),
        (("fine", "s", 1, "<", "2"), "bound '2'"),
    ],
)
def test_bad_arguments_are_named(arguments, words):
    with pytest.raises(ValueError, match=words):
        claim(*arguments)


def test_an_id_claims_one_thing():
    claim("same", "First statement", 1, "<", 2)
    claim("same", "First statement", 1, "<", 2)  # the cell was run again
    with pytest.raises(ValueError, match="already claims 'First statement'"):
        claim("same", "Second statement", 1, "<", 2)


def test_report_counts_and_names(capsys):
    claim("one", "First", 1, "<", 2)
    claim("two", "Second", 1, "<", 2)
    capsys.readouterr()
    report()
    assert capsys.readouterr().out == "2 claims held in this run:\none · two\n"


def test_report_fits_a_page(capsys):
    for index in range(40):
        claim(f"a-name-{index}", f"Statement {index}", 1, "<", 2)
    capsys.readouterr()
    report()
    lines = capsys.readouterr().out.splitlines()[1:]
    assert max(len(line) for line in lines) <= 84
    assert " · ".join(f"a-name-{index}" for index in range(40)) == " ".join(lines)


def test_report_without_claims_says_what_to_do():
    with pytest.raises(ValueError, match=r"call claim\("):
        report()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5574.0, "5,574"),
        (0.0, "0"),
        (0.84662, "0.8466"),
        (3.14e-16, "3.1e-16"),
        (12345.6, "12,346"),
        (math.inf, "inf"),
        (-2.5, "-2.5"),
    ],
)
def test_figures_are_short(value, text):
    assert number(value) == text


def test_a_record_survives_the_way_through_a_notebook():
    from dataclasses import asdict

    record = Claim("a", "b", 0.1, "<", 0.2, "s")
    assert Claim(**asdict(record)) == record


def test_a_claim_that_ends_a_cell_is_shown_once():
    """IPython would show the returned record again; the record says that there is nothing to do."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell.instance()
    with capture_output() as seen:
        shell.run_cell("from ftlib.claims import claim\nclaim('once', 'Shown once', 1, '<', 2)")
    InteractiveShell.clear_instance()
    (output,) = seen.outputs
    assert "Claim(" not in seen.stdout
    assert "✓ Shown once" in output.data["text/plain"]

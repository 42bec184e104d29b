"""Cells of claims are folded; cells that compute are open."""

import pytest

from ftlib.book.folding import mostly_claims

CLAIM = 'claim(\n    "id",\n    "What holds",\n    x,\n    "<=",\n    1,\n)\n'  # 7 lines


@pytest.mark.parametrize(
    ("source", "folded"),
    [
        (CLAIM + CLAIM, True),
        ("x = 1\n" + CLAIM, True),  # 7 of 8 lines
        ("a = 1\nb = 2\nx = a\n" + CLAIM, True),  # 7 of 10, the limit
        ("a = 1\nb = 2\nc = 3\nx = a\n" + CLAIM, False),  # 7 of 11
        (CLAIM, False),  # short
        ("x = 1\n" * 9, False),
        ("%matplotlib inline\n" + CLAIM + CLAIM, False),
        ("for x in y:\n" + "\n".join("    " + each for each in CLAIM.splitlines()), False),
        ("claims = [\n" + "1,\n" * 8 + "]", False),
    ],
)
def test_what_is_folded(source, folded):
    assert mostly_claims(source) is folded

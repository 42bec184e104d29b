"""The check for unsupported numbers finds them, and leaves alone what is carried."""

import pytest

from ftlib.book.prose import unsupported_numbers
from ftlib.book.sources import Chapter
from ftlib.claims import Claim

CLAIMS = [
    Claim("a", "It reaches at least the bound", 0.84, ">=", 0.82),
    Claim("b", "There are 5,574 messages", 5574, "==", 5574),
]


def findings(tmp_path, text):
    source = tmp_path / "chapter.md"
    source.write_text(
        "---\njupytext:\n  text_representation: {extension: .md, format_name: myst}\n"
        "kernelspec: {name: python3, display_name: Python 3, language: python}\n---\n\n" + text,
        encoding="utf-8",
    )
    return unsupported_numbers(Chapter("part/chapter", source), CLAIMS)


@pytest.mark.parametrize(
    "text",
    [
        "It reaches 0.82 here.",
        "It reaches 82 % here.",
        "All 5,574 messages are read.",
        "Known since 1998 in 3 places.",
        "In code, `learning_rate=0.003`, it is 2.",
        "With $\\eta = 0.003$ it works, and $$ x = 0.5 $$ (eq) too.",
        "It reached 0.93 {cite:p}`someone2020`.",
        "See [there](chapter-1.25.html).",
        "```{code-cell} ipython3\nx = 0.123\n```\n",
        "```python\nx = 0.123\n```\n",
        ":::{figure} a.png\n:width: 100.5\nA caption.\n:::\n",
    ],
)
def test_carried(tmp_path, text):
    assert findings(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("It reaches 0.83 here.", "0.83"),
        ("It reaches 83 % here.", "83 %"),
        ("All 4,837 rows. And more {cite:p}`someone2020`.", "4,837"),
        ("| a | 0.91 |", "0.91"),
        (":::{admonition} Corrected: x\n:class: corrected\nIt was 0.77 then.\n:::\n", "0.77"),
        ("A model of 250 layers.", "250"),
        ("About .77 of them.", ".77"),
    ],
)
def test_unsupported(tmp_path, text, number):
    found = findings(tmp_path, text)
    assert len(found) == 1
    assert found[0].startswith(f"{number} in: ")

"""Numbers in the prose of a chapter, and which of them nothing carries."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ftlib.book.sources import Chapter, read
from ftlib.claims import Claim

# What is not prose: code, mathematics, links' targets, roles, directive lines and their options.
_NOT_PROSE = (
    re.compile(r"^(`{3,})(?!\{).*?^\1\s*$", re.MULTILINE | re.DOTALL),
    re.compile(r"\$\$.*?\$\$(\s*\([\w-]+\))?", re.DOTALL),
    re.compile(r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}", re.DOTALL),
    re.compile(r"\{(?!cite)[\w:-]+\}`[^`]*`"),
    re.compile(r"(?<!\})`[^`]*`"),
    re.compile(r"(?<![\\$])\$(?:\\.|[^$\\])+\$"),
    re.compile(r"\]\([^)]*\)"),
    re.compile(r"^\s*:[\w-]+:.*$", re.MULTILINE),
    re.compile(r"^[:`]{3,}.*$", re.MULTILINE),
    re.compile(r"<[^>]+>"),
)
_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+|\n\s*\n|\n(?=\s*[-*|])")
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\.\d+|\d+)(?P<percent>\s?%)?(?![\w,]*\w)"
)
_YEAR = re.compile(r"(19|20)\d\d")


def unsupported_numbers(chapter: Chapter, claims: Iterable[Claim]) -> list[str]:
    """Sentences with a number that neither a claim, nor code, nor a citation carries.

    Asked for are decimal numbers, percentages and numbers of three digits and more (years
    aside). A number is carried when a claim of the chapter has it as its bound (as a share, when
    it is a percentage) or says it in its statement, or when its sentence has a citation.
    """
    known = list(claims)
    found = []
    for cell in read(chapter).cells:
        if cell.cell_type != "markdown":
            continue
        text = cell.source
        for pattern in _NOT_PROSE:
            text = pattern.sub(" ", text)
        for sentence in _SENTENCE_END.split(text):
            if "{cite" in sentence:
                continue
            for match in _NUMBER.finditer(sentence):
                if _asked_for(match) and not _carried(match, known):
                    found.append(f"{match.group().strip()} in: {' '.join(sentence.split())}")
    return found


def _asked_for(match: re.Match[str]) -> bool:
    figure = match["figure"]
    if match["percent"] or "." in figure:
        return True
    return len(figure.replace(",", "")) >= 3 and not _YEAR.fullmatch(figure)


def _carried(match: re.Match[str], claims: list[Claim]) -> bool:
    value = float(match["figure"].replace(",", ""))
    values = {value, value / 100} if match["percent"] else {value}
    for claim in claims:
        if any(abs(claim.bound - each) <= 1e-12 * max(1.0, abs(each)) for each in values):
            return True
        if match["figure"] in claim.statement:
            return True
    return False

"""The frame of every HTML page: one file, no script, light and dark, everything escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable

from ftlib.grading.classroom.names import printable

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --soft: #f3f3f1; --line: #d5d5d0;
  --good: #00588a; --bad: #a8430a; --idle: #666; --mark: #ffe9b8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6e1; --paper: #16181a; --soft: #212427;
  --line: #3c4146; --good: #6db8ea; --bad: #ff9d63; --idle: #a0a0a0; --mark: #54431a; } }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line);
  vertical-align: top; overflow-wrap: anywhere; }
th.wide, td.wide { min-width: 22rem; overflow-wrap: break-word; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
pre { background: var(--soft); padding: .6rem; margin: .3rem 0; overflow-x: auto; font-size: .85rem;
  white-space: pre-wrap; overflow-wrap: anywhere; }
mark { background: var(--mark); color: inherit; }
.good { color: var(--good); } .bad { color: var(--bad); } .idle { color: var(--idle); }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
.pair > * { min-width: 0; margin: 0; }
figcaption { font-size: .85rem; text-align: center; }
@media (max-width: 45rem) { .pair { grid-template-columns: 1fr; }
  table { display: block; overflow-x: auto; }
  th, td { overflow-wrap: break-word; }
  th.wide, td.wide { min-width: 10rem; } }
svg, img { max-width: 100%; height: auto; }
@media print { body { max-width: none; } }
"""


def page(title: str, parts: Iterable[str]) -> str:
    """A whole page. `parts` are HTML already; the title is text."""
    # The policy forbids scripts and requests even if something should slip through.
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'; img-src data:\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body>\n</html>\n"
    )


def text(value: object) -> str:
    """Text for HTML, in elements and in quoted attributes; what is not printable is shown as �."""
    return html.escape(printable(str(value)))


def name(value: object) -> str:
    """A name in snake case as text that may break after its underscores, and is copied as it is."""
    return text(value).replace("_", "_<wbr>")


def table(
    head: Iterable[str],
    rows: Iterable[Iterable[str]],
    numbers: Iterable[int] = (),
    wide: Iterable[int] = (),
) -> str:
    """A table of cells that are HTML already.

    Columns in `numbers` are set to the right, those in `wide` keep room for a long name.
    """
    classes = dict.fromkeys(wide, ' class="wide"') | dict.fromkeys(numbers, ' class="n"')

    def line(cells: Iterable[str], kind: str) -> str:
        made = (f"<{kind}{classes.get(k, '')}>{cell}</{kind}>" for k, cell in enumerate(cells))
        return f"<tr>{''.join(made)}</tr>"

    body = "\n".join(line(row, "td") for row in rows)
    return f"<table>\n<thead>{line(head, 'th')}</thead>\n<tbody>\n{body}\n</tbody>\n</table>"

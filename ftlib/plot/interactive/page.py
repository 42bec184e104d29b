"""The frame of an interactive figure: HTML that works wherever a notebook's output is shown.

On the site, in JupyterLab, on a light or a dark page, with or without scripts; it asks no other
host for anything. The plain HTML (`fallback`) comes first, a script then makes it interactive, so
that a reader without scripts, a search engine and a printer see the plain one.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

# Colours of the page the figure stands on: the book's theme, else JupyterLab's, else the system's.
THEME = """
&{--ft-text:var(--pst-color-text-base,var(--jp-content-font-color1,CanvasText));
--ft-muted:var(--pst-color-text-muted,var(--jp-content-font-color2,GrayText));
--ft-ground:var(--pst-color-background,var(--jp-layout-color0,Canvas));
--ft-raised:var(--pst-color-surface,var(--jp-layout-color1,Canvas));
--ft-line:var(--pst-color-border,var(--jp-border-color1,GrayText));
--ft-accent:var(--pst-color-link,var(--jp-content-link-color,LinkText));
color:var(--ft-text);font-size:.9rem;line-height:1.45;text-align:left}
& *{box-sizing:border-box}
& button{font:inherit;color:inherit;cursor:pointer}
& a{color:var(--ft-accent);text-decoration:underline}
& :focus-visible{outline:3px solid var(--ft-accent);outline-offset:2px}
@media (prefers-reduced-motion:reduce){& *{transition:none!important;animation:none!important}}
"""

# An output may be rendered before it hangs in the page (JupyterLab), so the script waits for it.
# `site` turns the address of a page of the book into one that works where the reader is;
# `make` makes an element, with a class, a text and a parent if they are given.
RUN = """(function begin(tries){
var root=document.getElementById(%(id)s);
if(!root){if(tries<200)setTimeout(function(){begin(tries+1)},50);return}
if(root.dataset.ready)return;root.dataset.ready="1";
var lab=document.body.hasAttribute("data-jp-theme-light");
function site(href){return lab?href.replace(/\\.html(#|$)/,".ipynb$1"):href}
function make(tag,name,text,parent){var element=document.createElement(tag);
if(name)element.className=name;if(text)element.textContent=text;
if(parent)parent.appendChild(element);return element}
(function(root,data,site,make){%(script)s
})(root,%(data)s,site,make)})(0);"""


@dataclass(frozen=True)
class Page:
    """An interactive figure; a notebook shows it as the last value of a cell.

    Attributes:
        html: the whole figure, one element with its style and script.
        label: what it is, in words; also its text where no HTML is shown.
        id: of the element, `ftlib-` and a digest of what is in it.
    """

    html: str
    label: str
    id: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"[interactive: {self.label}]"


def frame(*, label: str, fallback: str, css: str, script: str, data: Any) -> Page:
    """Put an interactive figure together.

    The same arguments give the same text, so that a stored output does not change from run to run.

    Args:
        label: what the figure is, for readers who hear it (the region's aria-label).
        fallback: HTML that says everything without a script. What only the plain version shows
            has the class `ft-plain` (the script may hide it).
        css: rules; each selector starts with `&`, the figure itself (`& .dot{…}`). Colours come
            from `--ft-text`, `--ft-muted`, `--ft-ground`, `--ft-raised`, `--ft-line`,
            `--ft-accent`, which follow the page's theme.
        script: JavaScript statements. They see `root` (the element), `data`,
            `make(tag, class, text, parent)`, which makes an element and returns it, and
            `site(href)`, which turns the address of a page of the book
            (`../foundations/optimisers.html`) into the notebook's where the reader is in
            JupyterLab. Make links in the script with it.
        data: what the script needs, as JSON can hold it.

    Returns:
        A `Page`.

    Raises:
        ValueError: if `label` or `fallback` is empty, `css` has a rule that could reach outside
            the figure, anything would be loaded from elsewhere, or `data` is not JSON.

    Source: the chapter turning_points/timeline shows such a figure.
    """
    _checked(label, fallback, css, script)
    try:
        text = json.dumps(data, ensure_ascii=False, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError) as why:
        raise ValueError(f"data is not JSON ({why}); give dicts, lists, strings, numbers") from why
    # Inside a script element only "</" and "<!--" could end it early.
    text = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    digest = hashlib.sha256("\0".join([label, fallback, css, script, text]).encode()).hexdigest()
    id = f"ftlib-{digest[:10]}"
    style = (THEME + css).replace("&", f"#{id}")
    run = RUN % {"id": json.dumps(id), "script": script, "data": text}
    html = (
        f'<div id="{id}" class="ftlib-interactive" role="region" aria-label="{escape(label)}">\n'
        f"<style>{style}</style>\n{fallback}\n<script>{run}</script>\n</div>"
    )
    return Page(html, label, id)


def escape(text: str) -> str:
    """`text` as HTML shows it, in an element or in a quoted attribute."""
    for plain, code in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(plain, code)
    return text


def _checked(label: str, fallback: str, css: str, script: str) -> None:
    if not label.strip():
        raise ValueError("label is empty; say in a few words what the figure shows")
    if not fallback.strip():
        raise ValueError("fallback is empty; give the HTML that is read without scripts")
    if re.search(r"<script\b", fallback, re.I) or "</script" in script.lower():
        raise ValueError("a script element stands in fallback or script; give statements in script")
    loads = r"""url\(|@import|\bsrc\s*=\s*["']?\s*(?:https?:)?//|<link\b|\bfetch\(|XMLHttpRequest"""
    for name, value in (("fallback", fallback), ("css", css), ("script", script)):
        if found := re.search(loads, value, re.I):
            raise ValueError(
                f"{name} would load something from elsewhere ({found.group()!r}); "
                "put what the figure needs into it"
            )
    # What stands before a brace is a selector (or an @media, whose own rules are inside).
    for selectors in re.findall(r"(?:^|[{}])\s*([^{}@]+?)\s*\{", css):
        for selector in selectors.split(","):
            if not selector.strip().startswith("&"):
                raise ValueError(
                    f"css has the selector {selector.strip()!r}, which reaches outside the figure; "
                    "begin each one with &"
                )

"""The frame of interactive figures keeps to itself, is deterministic and has a plain version."""

import json
import re
from html.parser import HTMLParser

import pytest

from ftlib.plot import interactive


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.open, self.seen, self.scripts, self.inside = [], [], [], False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in ("br", "hr", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)


def made(**changes):
    parts = {
        "label": "Two dots",
        "fallback": '<ul class="ft-plain"><li>one</li></ul>',
        "css": "& .dot{color:var(--ft-text)}\n@media (max-width:600px){& .dot{width:1em}}",
        "script": 'root.title = data.name + site("../a/b.html");',
        "data": {"name": "x"},
    }
    return interactive.frame(**(parts | changes))


def test_it_is_one_element_with_a_name():
    page = made(label='Two "dots" & more')
    tags = Tags(page.html)
    assert tags.open == []
    assert tags.seen[0] == (
        "div",
        {
            "id": page.id,
            "class": "ftlib-interactive",
            "role": "region",
            "aria-label": 'Two "dots" & more',
        },
    )
    assert page._repr_html_() == page.html
    assert "one" in page.html


def test_the_same_figure_is_the_same_text_and_another_has_another_id():
    assert made() == made()
    assert made().id != made(data={"name": "y"}).id
    assert made(data={"a": 1, "b": 2}) == made(data={"b": 2, "a": 1})


def test_every_rule_reaches_only_into_the_figure():
    page = made()
    style = page.html.split("<style>")[1].split("</style>")[0]
    assert "&" not in style
    rules = re.findall(r"([^{}]+)\{[^{}]*\}", re.sub(r"@media[^{]*\{", "", style))
    assert len(rules) > 5
    for rule in rules:
        for selector in rule.strip().strip("}").split(","):
            assert selector.strip().startswith(f"#{page.id}")


def test_data_cannot_end_the_script():
    nasty = {"text": "</script><!-- <b> \u2028 & %s %(id)s"}
    page = made(data=nasty)
    (script,) = Tags(page.html).scripts
    inside = script.rsplit("})(root,", 1)[1].rsplit(",site,make)", 1)[0]
    assert json.loads(inside) == nasty


@pytest.mark.parametrize(
    ("part", "value", "says"),
    [
        ("label", " ", "label is empty"),
        ("fallback", "", "fallback is empty"),
        ("fallback", '<img src="https://example.org/a.png">', "fallback would load"),
        ("fallback", "<script>1</script>", "script element"),
        ("css", "& a{background:url(x.png)}", "css would load"),
        ("css", "body{color:red}", "'body', which reaches outside"),
        ("css", "& a, p{color:red}", "'p', which reaches outside"),
        ("css", "@media print{p{color:red}}", "'p', which reaches outside"),
        ("script", 'fetch("x")', "script would load"),
        ("script", "'</script>'", "script element"),
        ("data", {"x": float("nan")}, "data is not JSON"),
        ("data", {"x": {1, 2}}, "data is not JSON"),
    ],
)
def test_what_it_refuses(part, value, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        made(**{part: value})


def test_text_is_escaped():
    assert interactive.escape('<a href="x">&</a>') == "&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;"

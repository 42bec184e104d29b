"""Spam: text messages, and e-mails in all the shapes of 2002."""

from __future__ import annotations

import csv
import html
import os
import re
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path

import pandas as pd

from ftlib.assets.cache import cache_root
from ftlib.assets.catalogue import Asset
from ftlib.assets.table import Table, text_table

_NAMES = ("ham", "spam")
_PARSER = 1
"""Raise it when `subject_and_body` gives other texts: they are kept parsed in the cache."""


def sms_spam(asset: Asset, root: Path) -> Table:
    """Text messages; label 1 is spam.

    The file mixes two formats, and its quotation marks make a CSV reader swallow 737 lines
    (read_csv gives 4,837 rows); read line by line it has 5,574.

    Columns: text, label, split.
    """
    lines = (root / "sms-spam.csv").read_text(encoding="utf-8").split("\n")[1:]
    rows = [_sms(line) for line in lines if line]
    return text_table(
        asset,
        [text for _, text in rows],
        [label for label, _ in rows],
        _NAMES,
        counts={
            "raw_lines": len(rows),
            "ham": sum(label == 0 for label, _ in rows),
            "spam": sum(label == 1 for label, _ in rows),
        },
    )


def _sms(line: str) -> tuple[int, str]:
    """`ham<TAB>text`, or `row number,0 or 1,"text"`."""
    name, tab, text = line.partition("\t")
    if tab and name in _NAMES:
        return _NAMES.index(name), text
    _, label, text = next(csv.reader([line]))
    return int(label), text


def spamassassin(asset: Asset, root: Path) -> Table:
    """E-mails as subject, blank line, body; label 1 is spam.

    All other headers are left out: mailing-list and filter marks give the label away. A body of
    HTML only is reduced to its text. Parsing takes some seconds and is kept in the cache.

    Columns: text, label, split, `folder` (of the corpus: easy-ham-1 … spam-2), `subject`.
    """
    parsed = cache_root() / "derived" / f"spamassassin-{_PARSER}-{asset.fingerprint[:12]}.parquet"
    if parsed.exists():
        frame = pd.read_parquet(parsed)
    else:
        frame = _parse_all(root)
        parsed.parent.mkdir(parents=True, exist_ok=True)
        partial = parsed.with_suffix(f".{os.getpid()}")
        frame.to_parquet(partial)
        os.replace(partial, parsed)
    spam = frame["folder"].str.startswith("spam")
    return text_table(
        asset,
        frame["text"].tolist(),
        spam.to_numpy(),
        _NAMES,
        counts={
            "raw_lines": len(frame),
            "ham": int((~spam).sum()),
            "spam": int(spam.sum()),
            "unique_raw": int(frame["unique_raw"].sum()),
        },
        folder=frame["folder"].to_numpy(),
        subject=frame["subject"].to_numpy(),
    )


def _parse_all(root: Path) -> pd.DataFrame:
    seen: set[bytes] = set()
    rows = []
    for path in sorted(root.glob("*/*.txt"), key=lambda path: path.relative_to(root).as_posix()):
        raw = path.read_bytes()
        subject, body = subject_and_body(raw)
        text = f"{subject}\n\n{body}".strip()
        rows.append((path.parent.name, subject, text, raw not in seen))
        seen.add(raw)
    return pd.DataFrame(rows, columns=["folder", "subject", "text", "unique_raw"])


def subject_and_body(raw: bytes) -> tuple[str, str]:
    """What a person reads of a raw message, however malformed; HTML is reduced to its text."""
    message = message_from_bytes(raw, policy=policy.compat32)
    try:
        subject = str(make_header(decode_header(message.get("Subject", ""))))
    except (LookupError, MessageError, UnicodeError, ValueError):  # an encoding nobody knows
        subject = str(message.get("Subject", ""))
    parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
    plain = [part for part in parts if part.get_content_subtype() != "html"]
    body = "\n\n".join(_decoded(part) for part in plain).strip()
    if not body:
        body = "\n\n".join(_without_tags(_decoded(part)) for part in parts)
    return _clean(subject), _clean(body)


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    for encoding in (charset, "utf-8"):
        try:
            return payload.decode(encoding)
        except (LookupError, UnicodeError, ValueError):
            continue
    return payload.decode("cp1252", errors="replace")


def _without_tags(text: str) -> str:
    text = re.sub(r"(?is)<(script|style)\b.*?</\1\s*>|<!--.*?-->", " ", text)
    return html.unescape(re.sub(r"<[^>]*>", " ", text))


def _clean(text: str) -> str:
    """One kind of line end, no control characters or lone surrogates, no trailing blanks."""
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", " ", text)
    return re.sub(r"[ \t\xa0]+\n", "\n", re.sub(r"[ \t\xa0]{2,}", " ", text)).strip()

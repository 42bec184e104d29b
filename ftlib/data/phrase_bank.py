"""Financial PhraseBank, for a reader who has its file: it lies in no package."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_NAMES = ("negative", "neutral", "positive")


def read_phrase_bank(path: str | PathLike[str]) -> pd.DataFrame:
    """Its sentences, one a line, `sentence@label` in Latin-1.

    Args:
        path: of a file such as `Sentences_AllAgree.txt`.

    Returns:
        Columns `text` and `label` (0 negative, 1 neutral, 2 positive), in the file's order.

    Raises:
        ValueError: for a line that is not of that form, with its number; or an empty file.

    Source: Malo et al. (2014), Good Debt or Bad Debt.
    """
    import pandas as pd

    texts, labels = [], []
    for number, line in enumerate(Path(path).read_text("latin-1").split("\n"), start=1):
        if not line.strip():
            continue
        text, mark, name = line.rpartition("@")  # an @ may stand in the sentence, too
        if not mark or name.strip() not in _NAMES:
            raise ValueError(
                f"line {number} of {Path(path).name} ends in {line[-20:]!r}; each line must be a "
                "sentence, @, and negative, neutral or positive"
            )
        texts.append(text.strip())
        labels.append(_NAMES.index(name.strip()))
    if not texts:
        raise ValueError(f"{Path(path).name} holds no sentence; give the file as it was published")
    return pd.DataFrame({"text": texts, "label": labels})

"""A label for each word, where the model sees parts of words."""

from __future__ import annotations

from collections.abc import Sequence

IGNORED = -100  # what PyTorch's cross_entropy leaves out, and Transformers with it


def align_labels(
    word_ids: Sequence[int | None], labels: Sequence[int], *, ignored: int = IGNORED
) -> list[int]:
    """Give each word's label to its first token; all other tokens are left out of the loss.

    Args:
        word_ids: for each of T tokens the number of its word, or None (special tokens, padding),
            as a fast tokenizer's `word_ids()` gives them.
        labels: one for each word.
        ignored: what the other tokens get.

    Returns:
        T labels.

    Raises:
        ValueError: a word without a label.

    Source: chapter *Task layers*, equation (token-loss); Devlin et al. (2019), section 5.3.
    """
    aligned, before = [], None
    for word in word_ids:
        if word is not None and not 0 <= word < len(labels):
            raise ValueError(
                f"word_ids names word {word}, but labels has {len(labels)} entries; "
                "tokenise the same words (is_split_into_words=True)"
            )
        aligned.append(ignored if word is None or word == before else labels[word])
        before = word
    return aligned

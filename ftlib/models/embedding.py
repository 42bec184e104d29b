"""One vector for a text: the mean of the states that an encoder gives to its tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor


def mean_pooling(states: Tensor, mask: Tensor) -> Tensor:
    """The mean of the states of a text's real tokens; padding has no part in it.

    Args:
        states: [B, T, d] floats, one state a token.
        mask: [B, T] booleans or 0 and 1; true where a token is real, at least once in each row.

    Returns:
        [B, d], of the dtype of `states`.

    Raises:
        ValueError: shapes that do not fit together, or a row without a real token.

    Source: Reimers and Gurevych (2019), section 3.
    """
    if states.ndim != 3 or mask.shape != states.shape[:2]:
        raise ValueError(
            f"states has shape {tuple(states.shape)} and mask {tuple(mask.shape)}; "
            "give [B, T, d] and [B, T]"
        )
    weights = mask.to(states.dtype)[..., None]
    lengths = weights.sum(dim=1)
    if not bool((lengths > 0).all()):
        rows = (lengths[:, 0] <= 0).nonzero().flatten().tolist()
        raise ValueError(f"mask has no real token in rows {rows}; leave such texts out")
    return (states * weights).sum(dim=1) / lengths


@torch.inference_mode()
def embed_texts(
    encoder: Callable[..., Any],
    tokenizer: Callable[..., Any],
    texts: Iterable[str],
    *,
    max_length: int | None = None,
    batch_size: int = 64,
) -> NDArray[np.float32]:
    """The mean token state of each text under a frozen encoder, in the order of `texts`.

    Texts of like length share a batch, so that little is computed for padding.

    Args:
        encoder: a model of Transformers in evaluation mode; called with `input_ids` and
            `attention_mask`, its answer has `last_hidden_state` [B, T, d]. Batches go to its
            device.
        tokenizer: its tokenizer.
        texts: N ≥ 1 strings; one string is a list of one.
        max_length: in tokens; longer texts are cut. None: what the tokenizer says.
        batch_size: texts a batch, at least 1.

    Returns:
        [N, d] float32.

    Raises:
        ValueError: no text, an encoder in training mode (its dropout would change the answer at
            each call), or a batch size below 1.

    Source: Reimers and Gurevych (2019), section 3.
    """
    texts = [texts] if isinstance(texts, str) else list(texts)
    if not texts:
        raise ValueError("texts is empty; give at least one string")
    if batch_size < 1:
        raise ValueError(f"batch_size is {batch_size}; give at least 1")
    if getattr(encoder, "training", False):
        raise ValueError("encoder is in training mode; call encoder.eval() first")
    device = getattr(encoder, "device", "cpu")
    order = np.argsort([len(text) for text in texts], kind="stable")
    found: list[Tensor] = []
    for start in range(0, len(order), batch_size):
        batch = tokenizer(
            [texts[row] for row in order[start : start + batch_size]],
            padding=True,
            truncation=True,
            max_length=max_length,
            return_tensors="pt",
        )
        ids, mask = batch["input_ids"].to(device), batch["attention_mask"].to(device)
        states = encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        found.append(mean_pooling(states, mask).float().cpu())
    answer = torch.cat(found).numpy()
    embedded = np.empty_like(answer)
    embedded[order] = answer
    return embedded

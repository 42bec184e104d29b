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
        states: [B, T, d] floats, one state a token; those of padding may be anything, NaN as well.
        mask: [B, T] booleans or 0 and 1; true where a token is real, at least once in each row.

    Returns:
        [B, d], of the dtype and on the device of `states`. Half precision is summed in single.

    Raises:
        ValueError: shapes that do not fit together, states that are not floats, a mask with other
            values than 0 and 1, or a row without a real token.

    Source: Reimers and Gurevych (2019), section 3.
    """
    if states.ndim != 3 or mask.shape != states.shape[:2]:
        raise ValueError(
            f"states has shape {tuple(states.shape)} and mask {tuple(mask.shape)}; "
            "give [B, T, d] and [B, T]"
        )
    if not states.is_floating_point():
        raise ValueError(f"states is {states.dtype}; give floats, one state a token")
    given = mask.to(states.device)
    real = given == 1
    if not bool((real | (given == 0)).all()):
        raise ValueError(
            "mask holds other values than 0 and 1; give the tokenizer's attention_mask"
        )
    lengths = real.sum(dim=1, keepdim=True)
    if not bool((lengths > 0).all()):
        rows = (lengths[:, 0] == 0).nonzero().flatten().tolist()
        raise ValueError(f"mask has no real token in rows {rows}; leave such texts out")
    wide = states if states.dtype == torch.float64 else states.float()
    total = wide.masked_fill(~real[..., None], 0.0).sum(dim=1)
    return (total / lengths).to(states.dtype)


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
            `attention_mask`, its answer has `last_hidden_state` [B, T, d]. Batches go to the device
            of its parameters.
        tokenizer: its tokenizer.
        texts: N ≥ 1 strings; one string is a list of one. Halves of surrogate pairs, which no
            tokenizer takes, are read as "?".
        max_length: in tokens, at least 1; longer texts are cut. None: what the tokenizer says.
        batch_size: texts a batch, at least 1.

    Returns:
        [N, d] float32.

    Raises:
        ValueError: no text, something that is no string, a text without any token, an encoder in
            training mode (its dropout would change the answer at each call), or a batch size or
            length below 1.

    Source: Reimers and Gurevych (2019), section 3.
    """
    texts = [texts] if isinstance(texts, str) else list(texts)
    if not texts:
        raise ValueError("texts is empty; give at least one string")
    for place, text in enumerate(texts):
        if not isinstance(text, str):
            raise ValueError(f"texts[{place}] is a {type(text).__name__}; give strings")
    if batch_size < 1:
        raise ValueError(f"batch_size is {batch_size}; give at least 1")
    if max_length is not None and max_length < 1:
        raise ValueError(f"max_length is {max_length}; give at least 1 token, or None")
    if getattr(encoder, "training", False):
        raise ValueError("encoder is in training mode; call encoder.eval() first")
    device = _device_of(encoder)
    order = np.argsort([len(text) for text in texts], kind="stable")
    found: list[Tensor] = []
    for start in range(0, len(order), batch_size):
        rows = order[start : start + batch_size]
        batch = tokenizer(
            [texts[row].encode("utf-8", "replace").decode() for row in rows],
            padding=True,
            truncation=True,
            max_length=max_length,
            return_tensors="pt",
        )
        ids, mask = batch["input_ids"].to(device), batch["attention_mask"].to(device)
        if not bool(mask.any(dim=1).all()):
            place = int(rows[int(mask.sum(dim=1).argmin())])
            raise ValueError(f"texts[{place}] is {texts[place]!r}: no token at all; leave it out")
        states = encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        found.append(mean_pooling(states, mask).float().cpu())
    answer = torch.cat(found).numpy()
    embedded = np.empty_like(answer)
    embedded[order] = answer
    return embedded


def remembering(
    read: Callable[[list[str]], NDArray[Any]],
) -> Callable[[Iterable[str]], NDArray[Any]]:
    """`read`, a function of many texts, made to read no text twice: what it said is kept.

    Args:
        read: N different strings → an array [N, …], one row a text.

    Returns:
        The function of M ≥ 1 strings, equal ones among them too, to [M, …], one row a text.

    Raises:
        ValueError: no text, or an answer of another length than the texts; nothing of it is kept.
    """
    kept: dict[str, NDArray[Any]] = {}

    def of(texts: Iterable[str]) -> NDArray[Any]:
        texts = list(texts)
        if not texts:
            raise ValueError("texts is empty; give at least one string")
        fresh = [text for text in dict.fromkeys(texts) if text not in kept]
        if fresh:
            found = read(fresh)
            if len(found) != len(fresh):
                raise ValueError(
                    f"read gives {len(found)} rows for {len(fresh)} texts; give one row a text"
                )
            kept.update(zip(fresh, found, strict=True))
        return np.stack([kept[text] for text in texts])

    return of


def _device_of(encoder: Callable[..., Any]) -> torch.device | str:
    """Where the parameters are; the processor for what has none."""
    if isinstance(encoder, torch.nn.Module):
        return next((each.device for each in encoder.parameters()), torch.device("cpu"))
    return getattr(encoder, "device", "cpu")

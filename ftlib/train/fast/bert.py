"""A BERT classifier's step with nothing computed that its logits do not need.

Only the first token's last state reaches the classifier. So in the last layer the other tokens
are looked at (as keys and values) and are not computed themselves: in a model of six layers that
leaves out a seventh of all multiplications, and changes no logit and no gradient.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import MethodType
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ftlib.train.fast.attention import AttentionHalf, AttentionSettings
from ftlib.train.fast.dropping import draw_mask
from ftlib.train.fast.feed_forward import FeedForwardHalf, FeedForwardSettings
from ftlib.train.fast.vocabulary import OccurringRows

# For every new length of a batch the products in 16 bits are compiled anew, which takes some
# milliseconds and megabytes that are kept. Few lengths cost less than the padding between them:
# with 16 in place of 8, an epoch takes as long and its peak is a twentieth lower.
STEP = 16


@contextmanager
def faster(model: nn.Module, wanted: bool = True) -> Iterator[str | None]:
    """Within this context `model` computes the same logits and gradients in less time, if it can.

    Nothing but `model.forward` is exchanged, and only for the while: parameters, their names, hooks
    on the model and what is saved stay as they are. A call that asks for more than logits (hidden
    states, a loss), or while hooks wait inside the model, takes the usual way. Where dropout is
    on, other random numbers are drawn than without it (from the same generator, with the same
    probability to 2⁻¹⁷); a second derivative cannot be taken.

    Args:
        model: a `BertForSequenceClassification` of Transformers on the CPU (see `why_not` for what
            else it needs); any other module is left as it is.
        wanted: False leaves the model as it is.

    Yields:
        None where the model was made faster, else what `why_not` says.
    """
    reason = why_not(model) if wanted else "switched off"
    if reason is None:
        # A method, not a closure: a copy made meanwhile must run by its own parameters.
        model.forward = MethodType(_forward, model)
    try:
        yield reason
    finally:
        if reason is None:
            del model.forward


def why_not(model: nn.Module) -> str | None:
    """What keeps `faster` from working on this model, in words; None where nothing does."""
    if type(model).__name__ != "BertForSequenceClassification":
        return f"{type(model).__name__} is not BertForSequenceClassification"
    config: Any = model.config
    if config.hidden_act != "gelu":
        return f"hidden_act is {config.hidden_act!r}, not 'gelu'"
    if config.is_decoder or config.add_cross_attention or config.chunk_size_feed_forward:
        return "it is a decoder, or cuts its feed-forward layers into chunks"
    if "forward" in vars(model):
        return "its forward has been replaced already"
    for name, parameter in model.named_parameters():
        if parameter.device.type != "cpu":
            return f"{name} is on {parameter.device.type}, not on the CPU"
        if parameter.dtype not in (torch.float32, torch.float64):
            return f"{name} is {parameter.dtype}, not float32"
    for name, module in model.named_modules():
        holds_weights = next(module.parameters(recurse=False), None) is not None
        if holds_weights and not isinstance(module, _TABLES) and type(module) not in _PLAIN:
            return f"{name} is a {type(module).__name__}"  # an adapter, say
        if getattr(module, "gradient_checkpointing", False):
            return "it recomputes its activations"
    return None


_PLAIN = (nn.Linear, nn.LayerNorm)
_TABLES = (nn.Embedding, OccurringRows)


def _forward(
    model: Any,
    input_ids: Tensor | None = None,
    attention_mask: Tensor | None = None,
    token_type_ids: Tensor | None = None,
    **others: Any,
) -> Any:
    from transformers.modeling_outputs import SequenceClassifierOutput

    asked_for_more = any(each is not None for each in others.values())
    if input_ids is None or asked_for_more or _watched(model) or _odd(attention_mask):
        usual = type(model).forward
        return usual(model, input_ids, attention_mask, token_type_ids, **others)
    first = _first_state(model.bert, input_ids, attention_mask, token_type_ids)
    pooled = model.bert.pooler.activation(model.bert.pooler.dense(first))
    return SequenceClassifierOutput(logits=model.classifier(model.dropout(pooled)))


def _watched(model: Any) -> bool:
    """Whether somebody waits for the call of a part of the model, which would not come."""
    return any(
        each._forward_hooks or each._forward_pre_hooks or each._backward_hooks
        for each in model.bert.modules()
    )


def _odd(mask: Tensor | None) -> bool:
    """Whether the mask is more than "these tokens are padding", or hides a whole first token."""
    return mask is not None and (mask.ndim != 2 or not bool(mask[:, 0].all()))


def _first_state(
    bert: Any, ids: Tensor, attention_mask: Tensor | None, types: Tensor | None
) -> Tensor:
    """The first token's state behind the last layer, [B, H]."""
    compute = _compute_dtype(next(bert.encoder.parameters()).dtype)
    with torch.autocast("cpu", enabled=False):  # each dtype below is chosen by hand
        if compute != torch.float32:
            ids, attention_mask, types = _rounded(bert, ids, attention_mask, types)
        hidden = _embedded(bert.embeddings, ids, types)
        bias = _bias(attention_mask, hidden.dtype)
        last = len(bert.encoder.layer) - 1
        for number, layer in enumerate(bert.encoder.layer):
            hidden = _layer(layer, hidden, bias, compute, first_only=number == last)
    return hidden[:, 0]


def _rounded(
    bert: Any, ids: Tensor, mask: Tensor | None, types: Tensor | None
) -> tuple[Tensor, Tensor | None, Tensor | None]:
    """The batch with padding up to a multiple of `STEP` tokens, which no other token looks at."""
    length = ids.shape[1]
    more = min(-length % STEP, bert.config.max_position_embeddings - length)
    if not more:
        return ids, mask, types
    mask = torch.ones_like(ids) if mask is None else mask
    pad = bert.config.pad_token_id or 0
    types = None if types is None else F.pad(types, (0, more))
    return F.pad(ids, (0, more), value=pad), F.pad(mask, (0, more)), types


def _compute_dtype(own: torch.dtype) -> torch.dtype:
    return torch.get_autocast_dtype("cpu") if torch.is_autocast_enabled("cpu") else own


def _embedded(embeddings: Any, ids: Tensor, types: Tensor | None) -> Tensor:
    """Word + type + position, normalised, dropped: [B, T, H]."""
    kinds = embeddings.token_type_embeddings
    kind = kinds.weight[0] if types is None else kinds(types)
    places = embeddings.position_embeddings.weight[: ids.shape[1]]
    hidden = embeddings.LayerNorm(embeddings.word_embeddings(ids) + kind + places)
    mask = draw_mask(hidden.shape, _p(embeddings.dropout))
    return hidden if mask is None else hidden * mask.ones(hidden.dtype).mul_(mask.scale)


def _bias(mask: Tensor | None, dtype: torch.dtype) -> Tensor | None:
    """[B, 1, T]: 0 for a token, a number that no score outweighs for padding; None without any."""
    if mask is None or bool(mask.all()):
        return None
    return (mask[:, None] == 0).to(dtype) * torch.finfo(dtype).min


def _layer(
    layer: Any, hidden: Tensor, bias: Tensor | None, compute: torch.dtype, *, first_only: bool
) -> Tensor:
    """One encoder layer, [B, T, H] to [B, T, H] (to [B, 1, H] with `first_only`)."""
    looking, after, output = layer.attention.self, layer.attention.output, layer.output
    attention = AttentionSettings(
        looking.num_attention_heads,
        compute,
        first_only,
        _p(looking.dropout),
        _p(after.dropout),
        after.LayerNorm.eps,
    )
    parts = [looking.query, looking.key, looking.value, after.dense, after.LayerNorm]
    hidden = AttentionHalf.apply(hidden, bias, attention, *_weights(parts))
    forward = FeedForwardSettings(compute, _p(output.dropout), output.LayerNorm.eps)
    parts = [layer.intermediate.dense, output.dense, output.LayerNorm]
    return FeedForwardHalf.apply(hidden, forward, *_weights(parts))


def _weights(parts: Iterable[Any]) -> list[Tensor]:
    return [tensor for part in parts for tensor in (part.weight, part.bias)]


def _p(dropout: nn.Dropout) -> float:
    return dropout.p if dropout.training else 0.0

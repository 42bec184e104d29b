"""InfoNCE in PyTorch: softmax cross-entropy of similarities."""

from __future__ import annotations

import torch
from torch import Tensor

from ftlib.losses.reference.info_nce import require_pairs, require_vectors
from ftlib.losses.torch import _classes as checks
from ftlib.losses.torch.softmax_cross_entropy import softmax_cross_entropy


def info_nce(
    queries: Tensor,
    keys: Tensor,
    *,
    temperature: float = 0.07,
    reduction: str = "mean",
    validate: bool = True,
) -> Tensor:
    """−log softmax(q_i · k_j / T) at j = i: key i is query i's own, all other keys are not.

    Args:
        queries: [N, D], any float dtype. Give unit vectors to compare by cosine.
        keys: [M, D] with M ≥ N; rows N … M − 1 are further negatives.
        temperature, reduction: as `reference.info_nce`.
        validate: look at the values too (NaN, infinities); see `softmax_cross_entropy`.

    Returns:
        The loss, dtype of `queries` (float32 under autocast).

    Raises:
        ValueError: as `reference.info_nce`.

    Source: chapter *Sequence loss*, equation (info-nce); van den Oord et al. (2018).
    """
    checks.require_tensors(queries=queries, keys=keys)
    for name, tensor in (("queries", queries), ("keys", keys)):
        checks.require_floating(name, tensor)
    require_pairs(tuple(queries.shape), tuple(keys.shape), temperature, reduction)
    if validate and checks.may_look(queries, keys):
        for name, tensor in (("queries", queries), ("keys", keys)):
            if not tensor.isfinite().all():
                require_vectors(name, checks.as_numpy(tensor))
    work = checks.working(queries)
    similarity = queries.to(work) @ keys.to(work).T
    loss = softmax_cross_entropy(
        similarity,
        torch.arange(len(queries), device=queries.device),
        temperature=temperature,
        reduction=reduction,
        validate=False,
    )
    return loss.to(checks.outgoing(queries))

"""Where a convolutional network looked: Grad-CAM, from two functions and one gradient."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor


def grad_cam(
    maps: Callable[[Tensor], Tensor],
    head: Callable[[Tensor], Tensor],
    x: Tensor,
    *,
    target: int = 0,
    positive: bool = True,
) -> Tensor:
    """The maps of the last layer, added up with the mean gradients of one logit as weights.

    α_f = mean over places p of ∂z/∂A_f(p), and L(p) = Σ_f α_f · A_f(p), cut at 0 if `positive`.
    If the head is a mean over places and a linear map, the uncut L adds up over all places to the
    logit without its bias, exactly; for other heads it is the first order of an average.

    Args:
        maps: pictures [N, C, H, W] → maps [N, F, h, w], floats. It is called without gradients.
        head: those maps → logits [N, K]. Picture i's logits may depend on its own maps only.
        x: pictures [N, C, H, W].
        target: k, the logit that is explained, 0 ≤ k < K.
        positive: whether what speaks against it is cut off.

    Returns: [N, h, w], the type and device of the maps, no graph.

    Raises:
        ValueError: maps that are not floats [N, F, h, w], logits that are not [N, K] or do not
            depend on the maps, a `target` outside.

    Source: chapter *A second pair of eyes*, equation (grad-cam); Selvaraju et al. (2017).
    """
    # Also inside of a caller's `inference_mode`: a clone made outside of it is a tensor as others.
    with torch.inference_mode(False), torch.no_grad():
        activations = maps(x).clone()
    if activations.ndim != 4 or len(activations) != len(x) or not activations.is_floating_point():
        raise ValueError(
            f"maps gave shape {tuple(activations.shape)}, {activations.dtype}, for {len(x)} "
            "pictures; it must give floats [N, F, h, w]"
        )
    with torch.inference_mode(False), torch.enable_grad():
        logits = head(activations.requires_grad_(True))
        if logits.ndim != 2 or len(logits) != len(x):
            raise ValueError(
                f"head gave shape {tuple(logits.shape)} for {len(x)} pictures; give [N, K]"
            )
        if not 0 <= target < logits.shape[1]:
            raise ValueError(f"target is {target}; the head has logits 0 to {logits.shape[1] - 1}")
        gradient: Tensor | None = None
        if logits.requires_grad:
            total = logits[:, target].sum()
            (gradient,) = torch.autograd.grad(total, activations, allow_unused=True)
    if gradient is None:
        raise ValueError("head gave logits that do not depend on the maps; use no detach in it")
    weights = gradient.mean(dim=(2, 3), keepdim=True)  # α, [N, F, 1, 1]
    seen = (weights * activations.detach()).sum(dim=1)
    return seen.clamp(min=0) if positive else seen


def mass_inside(seen: Tensor, mask: Tensor) -> Tensor:
    """The share of a map that lies on a part of the picture: is *that* what was looked at?

    Args:
        seen: maps of what was seen, at least 0, [N, h, w].
        mask: 0 or 1 (or shares of a place that is covered in part), [h, w] or [N, h, w]; numbers
            or bools, on any device.

    Returns: [N], in [0, 1]; nan for a picture in which nothing was seen.

    Raises:
        ValueError: a map with a negative value or NaN, a mask outside [0, 1], or shapes that do
            not fit.

    Source: chapter *A second pair of eyes*, equation (mass-inside).
    """
    if seen.ndim != 3 or mask.shape not in (seen.shape, seen.shape[1:]):
        raise ValueError(
            f"seen has shape {tuple(seen.shape)} and mask {tuple(mask.shape)}; "
            "give [N, h, w] and [h, w] or [N, h, w]"
        )
    if not bool((seen >= 0).all()):
        raise ValueError("seen holds a negative value or NaN; use grad_cam(…, positive=True)")
    if not bool(((mask >= 0) & (mask <= 1)).all()):
        raise ValueError(
            f"mask holds {float(mask.min()):g} to {float(mask.max()):g}; give 0 and 1, or shares"
        )
    return (seen * mask.to(seen.device)).sum(dim=(1, 2)) / seen.sum(dim=(1, 2))

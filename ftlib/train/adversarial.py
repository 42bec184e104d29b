"""Adversarial training: the loss also where a small step makes it as large as it can.

    with adversarial(model, "bert.embeddings", radius=1.0) as loss:
        train.fit(model, examples, loss=loss)

The step is taken on what a layer gives (of a text, its embedded tokens: a text itself has no small
steps). To first order L(x + r) = L(x) + g·r, which is largest, over all ‖r‖ ≤ ε, at r = ε g/‖g‖.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from ftlib.train.validating import Loss


def adversarial_step(gradient: Tensor, radius: float, norm: str = "2") -> Tensor:
    """The step of length `radius` that raises a linear function with this gradient most.

    Args:
        gradient: [B, …], one of each example.
        radius: ε, above 0.
        norm: "2": ε g/‖g‖ (fast gradient method); "inf": ε sign(g) (fast gradient *sign* method).

    Returns:
        The shape of `gradient`. Of an example whose gradient is 0, zeros.

    Raises:
        ValueError: a radius not above 0, or another norm.

    Source: Goodfellow, Shlens and Szegedy, ICLR 2015 ("inf"); Miyato, Dai and Goodfellow, ICLR 2017
        ("2", on embeddings); chapter *Overfitting*, equation (fgm).
    """
    if not radius > 0:
        raise ValueError(f"radius is {radius}; give a length above 0")
    if norm == "inf":
        return radius * gradient.sign()
    if norm != "2":
        raise ValueError(f"norm is {norm!r}; use '2' or 'inf'")
    length = gradient.flatten(1).norm(dim=1).clamp_min(torch.finfo(gradient.dtype).tiny)
    return radius * gradient / length.view(-1, *[1] * (gradient.ndim - 1))


@contextmanager
def adversarial(
    model: nn.Module,
    layer: str,
    *,
    radius: float,
    norm: str = "2",
    loss: Loss = cross_entropy,
) -> Iterator[Loss]:
    """Within this context, a loss for `fit`: half of `loss`, half of `loss` after the worst step.

    While the model is in training mode, each call runs it a second time with the step added to the
    output of `layer`. In validation it is `loss`. An update takes about twice the time.

    Args:
        model: what is trained; gets two hooks for the while.
        layer: the name of a module in it whose output is a float tensor [B, …].
        radius, norm: as in `adversarial_step`; the length is that of an example's whole output.
        loss: takes logits and labels; a mean over the batch.

    Yields:
        The loss. It raises ValueError where the model was not run by itself (with `cache_trunk` or
        `strategy`, where another module is called).

    Raises:
        ValueError: an unknown layer, a radius not above 0, or another norm.
    """
    adversarial_step(torch.ones(1, 1), radius, norm)  # for its checks
    known = dict(model.named_modules())
    if layer not in known or not layer:
        parts = [name for name, _ in model.named_children()]
        raise ValueError(f"layer is {layer!r}, which the model does not have; its parts: {parts}")
    seen: dict[str, Any] = {}

    def remember(module: nn.Module, args: Any, kwargs: Any) -> None:
        if "step" in seen or not (model.training and torch.is_grad_enabled()):
            return
        device = next(model.parameters()).device.type
        mode = torch.autocast(
            device, torch.get_autocast_dtype(device), torch.is_autocast_enabled(device)
        )
        seen["call"] = (args, kwargs, mode)

    def watch(module: nn.Module, args: Any, output: Tensor) -> Tensor | None:
        if "step" in seen:
            return output + seen["step"]
        if not (model.training and torch.is_grad_enabled()):
            return None
        # What frozen layers give has no gradient of its own.
        output = output if output.requires_grad else output.detach().requires_grad_()
        seen["output"] = output
        return output

    def both(logits: Tensor, labels: Tensor) -> Tensor:
        plain = loss(logits, labels)
        if not (model.training and torch.is_grad_enabled()):
            seen.clear()
            return plain
        if "output" not in seen or "call" not in seen:
            raise ValueError(
                f"model was not run down to {layer!r} before its loss; train it without "
                "cache_trunk, strategy and compile"
            )
        (gradient,) = torch.autograd.grad(plain, seen["output"], retain_graph=True)
        seen["step"] = adversarial_step(gradient, radius, norm)
        args, kwargs, mode = seen["call"]
        with mode:
            again: Any = model(*args, **kwargs)
        seen.clear()
        moved = getattr(again, "logits", again)
        return (plain + loss(moved.to(logits.dtype), labels)) / 2

    handles = [
        model.register_forward_pre_hook(remember, with_kwargs=True),
        known[layer].register_forward_hook(watch),
    ]
    try:
        yield both
    finally:
        for handle in handles:
            handle.remove()

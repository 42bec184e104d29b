"""BitFit: every matrix stays, only the biases train."""

from __future__ import annotations

from collections.abc import Sequence

from torch import nn

from ftlib.peft.lora import only


def train_biases(model: nn.Module, train: Sequence[str] = ()) -> int:
    """Let only the biases train (those of norms too), and what `train` names.

    Args:
        model: changed in place.
        train: prefixes of parameter names that train as usual, such as "classifier".

    Returns:
        How many numbers train.

    Raises:
        ValueError: a prefix that fits nothing, or a model without a bias.

    Source: Ben Zaken, Goldberg and Ravfogel, BitFit, ACL 2022.
    """
    biases = [each for name, each in model.named_parameters() if name.split(".")[-1] == "bias"]
    if not biases:
        raise ValueError("model has no parameter called 'bias'; add_lora needs none")
    only(model, train)
    for bias in biases:
        bias.requires_grad_(True)
    return sum(each.numel() for each in model.parameters() if each.requires_grad)

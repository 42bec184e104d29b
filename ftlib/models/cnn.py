"""A small convolutional network: convolution, ReLU, pooling, again, then a linear map."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import max_pool2d

HEADS = ("flat", "mean")


class CNN(nn.Module):
    """stages × (convolution, ReLU, maximum over 2 × 2), then a linear map to the classes.

    Args:
        channels: C, of a picture: 1 grey, 3 colour.
        width: F, filters of the first stage; each further stage has twice as many.
        classes: K, logits of the answer.
        size: S, height and width of a picture in pixels.
        stages: T, at least 1; S must be at least 2^T (each stage halves it, rounding down).
        kernel: k, odd; the pictures are padded with (k − 1)/2 zeros, so that size is kept.
        head: `flat` gives each place of the last maps its own weights, `mean` averages each map
            over all places first.

    Shape: [N, C, S, S] → [N, K]. Weights and biases begin as `nn.Conv2d` and `nn.Linear` do.

    Raises:
        ValueError: a size below 1, an even kernel, a picture too small, or an unknown head.

    Source: chapter *Convolution*, equation (cnn-parameters); LeCun et al. (1998).
    """

    def __init__(
        self,
        channels: int,
        width: int,
        classes: int,
        *,
        size: int,
        stages: int = 2,
        kernel: int = 5,
        head: str = "flat",
    ) -> None:
        super().__init__()
        filters = _filters(channels, width, classes, size, stages, kernel, head)
        self.convolutions = nn.ModuleList(
            nn.Conv2d(before, after, kernel, padding=kernel // 2)
            for before, after in zip([channels, *filters[:-1]], filters, strict=True)
        )
        places = (size >> stages) ** 2 if head == "flat" else 1
        self.classify = nn.Linear(filters[-1] * places, classes)
        self.averaged = head == "mean"

    def maps(self, x: Tensor) -> Tensor:
        """What the stages make of pictures: [N, C, S, S] → [N, F·2^(T − 1), S/2^T, S/2^T]."""
        for convolution in self.convolutions:
            # Size is kept, then halved. ReLU never falls, so it may wait for the maximum: cheaper.
            x = torch.relu(max_pool2d(convolution(x), 2))
        return x

    def features(self, x: Tensor) -> Tensor:
        """What the last linear map sees: [N, C, S, S] → [N, features]."""
        maps = self.maps(x)
        return maps.mean(dim=(2, 3)) if self.averaged else maps.flatten(1)

    def forward(self, x: Tensor) -> Tensor:
        """[N, C, S, S] → logits [N, K]."""
        logits: Tensor = self.classify(self.features(x))
        return logits


def cnn_parameters(
    channels: int,
    width: int,
    classes: int,
    *,
    size: int,
    stages: int = 2,
    kernel: int = 5,
    head: str = "flat",
) -> int:
    """Weights and biases of a `CNN` of these sizes.

    Args and errors: as `CNN`.
    Source: chapter *Convolution*, equation (cnn-parameters).
    """
    filters = _filters(channels, width, classes, size, stages, kernel, head)
    before = [channels, *filters[:-1]]
    shared = sum((c * kernel**2 + 1) * f for c, f in zip(before, filters, strict=True))
    places = (size >> stages) ** 2 if head == "flat" else 1
    return shared + (filters[-1] * places + 1) * classes


def cnn_width_for(
    parameters: int,
    *,
    channels: int,
    classes: int,
    size: int,
    stages: int = 2,
    kernel: int = 5,
    head: str = "flat",
) -> int:
    """The largest width at which a `CNN` has at most so many parameters.

    Args:
        parameters: what may be spent.
        channels, classes, size, stages, kernel, head: as `CNN`.

    Raises:
        ValueError: as `CNN`, or too few parameters for a width of 1.

    Source: chapter *Convolution*, equation (cnn-parameters).
    """

    def count(width: int) -> int:
        return cnn_parameters(
            channels, width, classes, size=size, stages=stages, kernel=kernel, head=head
        )

    if parameters < count(1):
        raise ValueError(f"parameters is {parameters}; these sizes need at least {count(1)}")
    low, high = 1, 2  # count(low) fits; the loops end with count(low + 1) not fitting
    while count(high) <= parameters:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if count(middle) <= parameters else (low, middle)
    return low


def _filters(
    channels: int, width: int, classes: int, size: int, stages: int, kernel: int, head: str
) -> list[int]:
    """The filters of each stage, after the arguments were looked at."""
    if min(channels, width, classes, stages) < 1:
        raise ValueError(
            f"channels is {channels}, width {width}, classes {classes}, stages {stages}; "
            "each is at least 1"
        )
    if size < 2**stages:
        raise ValueError(f"size is {size}; {stages} stages halve it, so give {2**stages} or more")
    if kernel < 1 or kernel % 2 == 0:
        raise ValueError(f"kernel is {kernel}; give an odd size, which has a middle")
    if head not in HEADS:
        raise ValueError(f"head is {head!r}; use one of {', '.join(HEADS)}")
    return [width << stage for stage in range(stages)]

"""EfficientNet-Lite0: inverted residual blocks without squeeze-and-excite, for torch."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import pad

from ftlib.models.convolution import same_padding


class Stage(NamedTuple):
    """Blocks of one width: the first one changes width and stride, the others keep both."""

    expand: int
    channels: int
    blocks: int
    stride: int
    kernel: int


LITE0 = (
    Stage(1, 16, 1, 1, 3),
    Stage(6, 24, 2, 2, 3),
    Stage(6, 40, 2, 2, 5),
    Stage(6, 80, 3, 2, 3),
    Stage(6, 112, 3, 1, 5),
    Stage(6, 192, 4, 2, 5),
    Stage(6, 320, 1, 1, 3),
)
STEM, HEAD = 32, 1280  # channels behind the first and the last convolution
EPSILON, MOMENTUM = 1e-3, 0.01  # of every batch normalisation; Keras calls the second 0.99


class SameConv2d(nn.Conv2d):
    """A convolution with TensorFlow's padding "same": an odd number of zeros has more *behind*.

    Args: as `nn.Conv2d`, square kernel and stride, without `padding`.

    Shape: [N, C, H, W] → [N, F, ⌈H / stride⌉, ⌈W / stride⌉].

    Source: chapter *A borrowed eye*, equation (lite-shift).
    """

    def forward(self, x: Tensor) -> Tensor:
        """[N, C, H, W] → [N, F, ⌈H / stride⌉, ⌈W / stride⌉]."""
        kernel, stride = self.kernel_size[0], self.stride[0]
        top, bottom = same_padding(x.shape[-2], kernel, stride=stride)
        left, right = same_padding(x.shape[-1], kernel, stride=stride)
        return super().forward(pad(x, (left, right, top, bottom)))


class Norm(nn.BatchNorm2d):
    """A batch normalisation that can be told to stay in inference: `fixed`, of one module.

    `model.train()` switches every batch normalisation back to the statistics of its batch; one
    that is fixed keeps those that it has stored.
    """

    fixed = False

    def train(self, mode: bool = True) -> Norm:
        """As `nn.Module.train`; without effect where `fixed`."""
        return super().train(mode and not self.fixed)


class MBConv(nn.Module):
    """Widen (1 × 1), filter each channel (k × k), narrow (1 × 1); add the input where it fits.

    Args:
        inside, outside: channels before and after.
        expand: t, how many times wider it is in the middle; with 1 the first step is left out.
        kernel, stride: of the middle step.

    Shape: [N, inside, H, W] → [N, outside, ⌈H / stride⌉, ⌈W / stride⌉].

    Source: chapter *A borrowed eye*, equation (lite-block); Sandler et al. (2018).
    """

    def __init__(self, inside: int, outside: int, *, expand: int, kernel: int, stride: int) -> None:
        super().__init__()
        wide = inside * expand
        self.expand = convolved(inside, wide, 1) if expand > 1 else nn.Identity()
        self.depthwise = convolved(wide, wide, kernel, stride=stride, groups=wide)
        self.project = convolved(wide, outside, 1, active=False)  # linear: nothing is cut off
        self.residual = inside == outside and stride == 1

    def forward(self, x: Tensor) -> Tensor:
        """[N, inside, H, W] → [N, outside, ⌈H / stride⌉, ⌈W / stride⌉]."""
        y: Tensor = self.project(self.depthwise(self.expand(x)))
        return x + y if self.residual else y


class EfficientNetLite(nn.Module):
    """Stem, sixteen MBConv blocks, a last 1 × 1 convolution, the mean over places, a linear map.

    Args:
        classes: K, logits of the answer.
        dropout: share of the 1280 features that is dropped while training.

    Shape: [N, 3, H, W] → [N, K]; any H and W from 32 on (trained on 224), pixels as
    `to_lite_range` gives them.

    Raises:
        ValueError: fewer than one class.

    Source: chapter *A borrowed eye*, equation (lite-block); Tan & Le (2019).
    """

    def __init__(self, classes: int = 1000, dropout: float = 0.2) -> None:
        super().__init__()
        if classes < 1:
            raise ValueError(f"classes is {classes}; give at least 1")
        self.stem = convolved(3, STEM, 3, stride=2)
        blocks, inside = [], STEM
        for expand, outside, count, stride, kernel in LITE0:
            for place in range(count):
                step = stride if place == 0 else 1
                blocks.append(MBConv(inside, outside, expand=expand, kernel=kernel, stride=step))
                inside = outside
        self.blocks = nn.Sequential(*blocks)
        self.last = convolved(inside, HEAD, 1)
        self.drop = nn.Dropout(dropout)
        self.classify = nn.Linear(HEAD, classes)

    def maps(self, x: Tensor) -> list[Tensor]:
        """What each stage ends with: the stem's maps, one entry a stage of `LITE0`, the last ones.

        Nine tensors [N, C, H', W'] for pictures [N, 3, H, W].
        """
        found = [self.stem(x)]
        ends = np.cumsum([stage.blocks for stage in LITE0])
        for place, block in enumerate(self.blocks, start=1):
            x = block(found[-1] if place == 1 else x)
            if place in ends:
                found.append(x)
        return [*found, self.last(x)]

    def features(self, x: Tensor) -> Tensor:
        """What the linear map sees, without dropout: [N, 3, H, W] → [N, 1280]."""
        return self.pooled(self.blocks(self.stem(x)))

    def pooled(self, maps: Tensor) -> Tensor:
        """From the blocks' last maps [N, 320, h, w] to the features [N, 1280]."""
        last: Tensor = self.last(maps)
        return last.mean(dim=(2, 3))

    def forward(self, x: Tensor) -> Tensor:
        """[N, 3, H, W] → logits [N, K]."""
        logits: Tensor = self.classify(self.drop(self.features(x)))
        return logits


def efficientnet_lite0(path: Path) -> EfficientNetLite:
    """The network with its ImageNet weights, in inference mode.

    Every one of the 296 stored tensors finds its place, and no place stays empty. From the file
    only tensors are read: nothing in it is executed.

    Args:
        path: the `.pth` file, or the folder of `assets.model("efficientnet_lite0")`.

    Raises:
        ValueError: when the file holds other tensors.

    Source: chapter *A borrowed eye*; Tan & Le (2019).
    """
    file = next(iter(sorted(path.glob("*.pth"))), path) if path.is_dir() else path
    stored = torch.load(file, weights_only=True, map_location="cpu")
    model = EfficientNetLite()
    try:
        model.load_state_dict({_our_name(name): value for name, value in stored.items()})
    except RuntimeError as error:
        reason = str(error).splitlines()[1].strip()[:200]
        raise ValueError(
            f"path {file.name!r} holds other tensors ({reason}); "
            "give the file of assets.model('efficientnet_lite0')"
        ) from None
    return model.eval()


def to_lite_range(images: NDArray[np.uint8]) -> Tensor:
    """Pixels 0 … 255 as EfficientNet-Lite was trained on them: (x − 127) / 128, channels first.

    Args:
        images: uint8 [N, H, W, 3].

    Returns:
        float32 [N, 3, H, W], from −127/128 to 1.

    Raises:
        ValueError: for another dtype (floats may have been scaled already) or shape.
    """
    if images.dtype != np.uint8 or images.ndim != 4 or images.shape[-1] != 3:
        raise ValueError(
            f"images is {images.dtype} of shape {images.shape}; "
            "give the pixels as they were read, uint8 [N, H, W, 3]"
        )
    scaled = (images.astype(np.float32) - np.float32(127)) / np.float32(128)
    return torch.from_numpy(scaled).permute(0, 3, 1, 2).contiguous()


def freeze_batch_norms(model: nn.Module) -> int:
    """Keep every `Norm` in inference and untrained, also after `model.train()`; returns how many.

    Their running means and variances, scales and shifts stay as they were learned; a few dozen
    pictures of another kind would otherwise overwrite them.

    Raises:
        ValueError: when there is none, so that a wish that does nothing is noticed.
    """
    norms = [each for each in model.modules() if isinstance(each, Norm)]
    if not norms:
        raise ValueError(
            f"model is a {type(model).__name__} without any `Norm`; give a network of this module"
        )
    for norm in norms:
        norm.fixed = True
        norm.eval().requires_grad_(False)
    return len(norms)


def convolved(
    inside: int, outside: int, kernel: int, *, stride: int = 1, groups: int = 1, active: bool = True
) -> nn.Sequential:
    """Convolution without bias, batch normalisation, and (where `active`) ReLU6."""
    parts: list[nn.Module] = [
        SameConv2d(inside, outside, kernel, stride=stride, groups=groups, bias=False),
        Norm(outside, eps=EPSILON, momentum=MOMENTUM),
    ]
    return nn.Sequential(*parts, nn.ReLU6()) if active else nn.Sequential(*parts)


_PARTS = {
    "_conv_stem": "stem.0",
    "_bn0": "stem.1",
    "_conv_head": "last.0",
    "_bn1": "last.1",
    "_fc": "classify",
}
_STEPS = {
    "_expand_conv": "expand.0",
    "_bn0": "expand.1",
    "_depthwise_conv": "depthwise.0",
    "_bn1": "depthwise.1",
    "_project_conv": "project.0",
    "_bn2": "project.1",
}


def _our_name(stored: str) -> str:
    """The file's name of a tensor in this module's words."""
    found = re.fullmatch(r"_blocks\.(\d+)\.(\w+)\.(\w+)", stored)
    if found:
        block, step, kind = found.groups()
        return f"blocks.{block}.{_STEPS.get(step, step)}.{kind}"
    part, _, kind = stored.rpartition(".")
    return f"{_PARTS.get(part, part)}.{kind}"

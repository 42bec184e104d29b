"""Convolution as a specification: NumPy in float64, its gradients, its matrix, what it sees."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def output_size(size: int, kernel: int, *, stride: int = 1, padding: int = 0) -> int:
    """How many places a kernel has along one side.

    Args:
        size: pixels of the side.
        kernel: k, weights along the side.
        stride: step from one place to the next.
        padding: zeros before and behind the side, each.

    Raises:
        ValueError: a size, kernel or stride below 1, a negative padding, or a kernel that is
            longer than the padded side.

    Source: chapter *Convolution*, equation (conv-output-size).
    """
    if min(size, kernel, stride) < 1 or padding < 0:
        raise ValueError(
            f"size is {size}, kernel {kernel}, stride {stride}, padding {padding}; "
            "the first three are at least 1, and padding at least 0"
        )
    if kernel > size + 2 * padding:
        raise ValueError(f"kernel is {kernel}, the padded side {size + 2 * padding}; pad more")
    return (size + 2 * padding - kernel) // stride + 1


def same_padding(size: int, kernel: int, *, stride: int = 1) -> tuple[int, int]:
    """TensorFlow's padding "same": zeros before and behind a side, for ⌈size / stride⌉ places.

    An odd number of zeros has the larger half *behind*; PyTorch's `padding=k // 2` has equal
    halves. With a stride the two sample different places.

    Args and errors: as `output_size`.
    Source: chapter *Convolution*, equation (conv-same).
    """
    if min(size, kernel, stride) < 1:
        raise ValueError(f"size is {size}, kernel {kernel}, stride {stride}; each is at least 1")
    zeros = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return zeros // 2, zeros - zeros // 2


def conv2d(
    x: ArrayLike,
    kernel: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: int = 1,
    padding: int = 0,
) -> Floats:
    """z[n, f, i, j] = b[f] + Σ K[f, c, a, b] · x[n, c, s·i + a − p, s·j + b − p].

    Args:
        x: pictures [N, C, H, W], finite.
        kernel: K, [F, C, k, l], finite.
        bias: b, [F]; None for zeros.
        stride: s, the same in both directions.
        padding: p, zeros at each edge.

    Returns:
        float64 [N, F, H', W'], with the sizes of `output_size`.

    Raises:
        ValueError: shapes that do not fit together, NaN or infinity, or as `output_size`.

    Source: chapter *Convolution*, equation (conv-forward).
    """
    pictures, weights = _checked(x, kernel, stride, padding)
    windows = _windows(pictures, weights.shape[2:], stride, padding)
    z = np.einsum("ncijab,fcab->nfij", windows, weights, optimize=True)
    if bias is not None:
        offset = np.asarray(bias, dtype=np.float64)
        if offset.shape != weights.shape[:1]:
            raise ValueError(f"bias has shape {offset.shape}; give one number a filter")
        z += offset[:, None, None]
    return np.asarray(z, dtype=np.float64)


def conv2d_gradients(
    x: ArrayLike, kernel: ArrayLike, upstream: ArrayLike, *, stride: int = 1, padding: int = 0
) -> tuple[Floats, Floats, Floats]:
    """The gradients of a loss in `conv2d`'s pictures, kernel and bias.

    A weight is used at every place, so its gradient is a sum over places: the windows correlated
    with `upstream`. A pixel is used by every window over it: each place hands its upstream back,
    times the kernel (the transposed convolution).

    Args:
        x, kernel, stride, padding: as `conv2d`.
        upstream: δ = ∂L/∂z, the shape of `conv2d`'s result, finite.

    Returns:
        (∂L/∂x [N, C, H, W], ∂L/∂K [F, C, k, l], ∂L/∂b [F]), float64.

    Raises:
        ValueError: as `conv2d`, or another shape of `upstream`.

    Source: chapter *Convolution*, equations (conv-kernel-gradient) and (conv-input-gradient).
    """
    pictures, weights = _checked(x, kernel, stride, padding)
    windows = _windows(pictures, weights.shape[2:], stride, padding)
    delta = np.asarray(upstream, dtype=np.float64)
    shape = (len(pictures), len(weights), *windows.shape[2:4])
    if delta.shape != shape or not np.isfinite(delta).all():
        raise ValueError(f"upstream has shape {delta.shape}; give finite numbers of shape {shape}")
    of_kernel = np.einsum("ncijab,nfij->fcab", windows, delta, optimize=True)
    padded = np.zeros_like(_pad(pictures, padding))
    rows, columns = stride * shape[2], stride * shape[3]
    for a, b in np.ndindex(weights.shape[2:]):  # weight (a, b) met the pixels s·i + a, s·j + b
        back = np.einsum("nfij,fc->ncij", delta, weights[:, :, a, b])
        padded[:, :, a : a + rows : stride, b : b + columns : stride] += back
    height, width = pictures.shape[2:]
    of_x = padded[:, :, padding : padding + height, padding : padding + width]
    return of_x, of_kernel, delta.sum(axis=(0, 2, 3))


def convolution_matrix(
    kernel: ArrayLike, height: int, width: int, *, stride: int = 1, padding: int = 0
) -> Floats:
    """The matrix M with conv2d(x) = M · x, pictures and results flattened in C order.

    A row is one place of one filter: zero but for its window, and the same weights in every row.
    Each column is the answer to one lit pixel, so the matrix is read off `conv2d` itself.

    Args:
        kernel: [F, C, k, l], finite.
        height, width: H and W of the pictures.
        stride, padding: as `conv2d`.

    Returns:
        float64 [F·H'·W', C·H·W].

    Raises:
        ValueError: as `conv2d`.

    Source: chapter *Convolution*, equation (conv-matrix).
    """
    weights = np.asarray(kernel, dtype=np.float64)
    if weights.ndim != 4:
        raise ValueError(f"kernel has shape {weights.shape}; give [F, C, k, l]")
    channels = weights.shape[1]
    lit = np.eye(channels * height * width).reshape(-1, channels, height, width)
    answers = conv2d(lit, weights, stride=stride, padding=padding)
    return answers.reshape(len(lit), -1).T


def receptive_field(layers: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """What one number behind a stack of layers can see, along one side.

    Args:
        layers: (kernel, stride) of each convolution or pooling, from the first on.

    Returns:
        (size, jump): pixels of the input that reach one number, and the distance in pixels
        between what two neighbours see. (1, 1) for no layer.

    Raises:
        ValueError: a kernel or a stride below 1.

    Source: chapter *Convolution*, equation (receptive-field); Araujo et al. (2019).
    """
    size, jump = 1, 1
    for kernel, stride in layers:
        if min(kernel, stride) < 1:
            raise ValueError(f"layers hold kernel {kernel}, stride {stride}; each is at least 1")
        size, jump = size + (kernel - 1) * jump, jump * stride
    return size, jump


def _windows(pictures: Floats, kernel: tuple[int, ...], stride: int, padding: int) -> Floats:
    """[N, C, H', W', k, l]: a view, each pixel as often as a window holds it."""
    every = sliding_window_view(_pad(pictures, padding), kernel, axis=(2, 3))
    return every[:, :, ::stride, ::stride]


def _pad(pictures: Floats, padding: int) -> Floats:
    edge = (padding, padding)
    return np.pad(pictures, ((0, 0), (0, 0), edge, edge))


def _checked(x: ArrayLike, kernel: ArrayLike, stride: int, padding: int) -> tuple[Floats, Floats]:
    pictures, weights = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if pictures.ndim != 4 or weights.ndim != 4 or pictures.shape[1] != weights.shape[1]:
        raise ValueError(
            f"x has shape {pictures.shape}, kernel {weights.shape}; give [N, C, H, W] and "
            "[F, C, k, l] with the same number of channels C"
        )
    if not (np.isfinite(pictures).all() and np.isfinite(weights).all()):
        raise ValueError("x or kernel holds NaN or infinity; look for the step that made it")
    for side, along in zip(pictures.shape[2:], weights.shape[2:], strict=True):
        output_size(side, along, stride=stride, padding=padding)
    return pictures, weights

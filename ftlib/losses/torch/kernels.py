"""The losses of logits in one pass over float32 numbers, as machine code that Numba makes.

PyTorch's functions are made of ready operations, each of which reads and writes all numbers once
more. Here a block of `BLOCK` numbers is read, and its losses, its slopes p − y and the checks of
its targets are done with before the next one. Exponential and logarithm are short polynomials, so
that the processor works on as many numbers at once as its registers hold.

Compiled at the first call, for some seconds, and kept beside this file for all later processes.

Source: chapter *Binary cross-entropy*, equations (split-exp) and (split-log).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from llvmlite import ir
from numba import carray, njit, types
from numba.extending import intrinsic
from numpy.polynomial import Chebyshev, Polynomial

from ftlib.losses import _binary

Float: TypeAlias = Any  # np.float32
Floats: TypeAlias = Any  # an array of them, C-contiguous
Labels: TypeAlias = Any  # one of int64
f32, i32 = np.float32, np.int32
BLOCK = 4096  # float32 numbers: four arrays of them fit into the nearest caches
GLANCE = _binary.ENOUGH
FEW = 16  # classes: along shorter rows the processor's lanes run across the rows instead
ZERO, ONE, TWO, INF = (f32(x) for x in (0, 1, 2, np.inf))
LN2_HIGH = f32(0.693359375)  # nine bits: a whole number up to 2¹⁵ times it is exact
LN2_LOW, LN2, PER_LN2 = f32(math.log(2) - 0.693359375), f32(math.log(2)), f32(1 / math.log(2))
ROUND = f32(1.5 * 2**23)  # what is added to it has no room for digits after the point
LOWEST = f32(-87.0)  # e to that is about the least normal number; what is below counts 0
ONE_BITS, FRACTION = i32(0x3F800000), i32(0x007FFFFF)


def _fitted(f: Callable[..., Any], low: float, high: float, degree: int) -> tuple[Any, ...]:
    """Coefficients, from the constant up, of the polynomial through Chebyshev's points of f."""
    fit = Chebyshev.interpolate(f, degree, domain=[low, high])
    return tuple(f32(c) for c in fit.convert(kind=Polynomial).coef)


# e^v for |v| ≤ log(2)/2; and log(1 + x) = s · (2 atanh(s) / s), s = x / (2 + x), by u = s² ≤ 1/9.
EXP = _fitted(np.exp, -math.log(2) / 2, math.log(2) / 2, 6)
LOG = _fitted(lambda u: 2 * np.arctanh(np.sqrt(u)) / np.sqrt(u), 1e-9, 1 / 9, 4)

# A product and a sum may become one operation. No other liberty: NaN and ±inf keep their meaning.
_kernel = njit(nogil=True, cache=True, fastmath={"contract"}, error_model="numpy")


@intrinsic
def _bits(typing: Any, x: Any) -> Any:
    """The 32 bits of a float, as a whole number."""
    return types.int32(types.float32), lambda context, builder, signature, args: builder.bitcast(
        args[0], context.get_value_type(types.int32)
    )


@intrinsic
def _of_bits(typing: Any, bits: Any) -> Any:
    return types.float32(types.int32), lambda context, builder, signature, args: builder.bitcast(
        args[0], context.get_value_type(types.float32)
    )


@intrinsic
def _floats_at(typing: Any, address: Any) -> Any:
    pointer = types.CPointer(types.float32)
    return pointer(types.intp), lambda context, builder, signature, args: builder.inttoptr(
        args[0], context.get_value_type(pointer)
    )


@intrinsic
def _labels_at(typing: Any, address: Any) -> Any:
    pointer = types.CPointer(types.int64)
    return pointer(types.intp), lambda context, builder, signature, args: builder.inttoptr(
        args[0], context.get_value_type(pointer)
    )


@njit(cache=True, fastmath={"reassoc", "contract", "nsz"})
def _plus(a: Float, b: Float) -> Float:
    """A term of a sum whose order is free, so that each lane may add up its own."""
    return a + b


@intrinsic
def _higher(typing: Any, a: Any, b: Any) -> Any:
    """The higher one; of NaN and a number either (a row with NaN has no sum either way).

    The flags let each lane keep a maximum of its own, as `_plus` does for sums.
    """

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kind = context.get_value_type(types.float32)
        of_two = ir.FunctionType(kind, [kind, kind])
        maximum = builder.module.declare_intrinsic("llvm.maxnum", [kind], of_two)
        return builder.call(maximum, args, fastmath=("nnan", "nsz"))

    return types.float32(types.float32, types.float32), code


@_kernel
def _exp(a: Float) -> Float:
    """e^a = 2^n e^v for a ≤ 0, n whole, |v| ≤ log(2)/2."""
    low = a < LOWEST
    within = LOWEST if low else a
    rounded = within * PER_LN2 + ROUND
    n = rounded - ROUND
    v = (within - n * LN2_HIGH) - n * LN2_LOW
    p = EXP[6]
    for c in (EXP[5], EXP[4], EXP[3], EXP[2], EXP[1], EXP[0]):
        p = p * v + c
    power = _of_bits((_bits(rounded) << i32(23)) + ONE_BITS)  # n stands in its last bits
    return ZERO if low else p * power


@_kernel
def _log1p_below_one(x: Float) -> Float:
    """log(1 + x) for 0 ≤ x ≤ 1, with the digits of a small x."""
    s = x / (TWO + x)
    u = s * s
    return s * ((((LOG[4] * u + LOG[3]) * u + LOG[2]) * u + LOG[1]) * u + LOG[0])


@_kernel
def _log1p(x: Float) -> Float:
    """log(1 + x) for x ≥ 0: k log 2 + log f, 1 + x = 2^k f, 1 ≤ f < 2."""
    bits = _bits(ONE + x)
    above = x >= ONE
    k = f32((bits - ONE_BITS) >> i32(23)) if above else ZERO
    return k * LN2 + _log1p_below_one(_of_bits((bits & FRACTION) | ONE_BITS) - ONE if above else x)


@_kernel
def _sum(x: Floats) -> Float:
    total = ZERO
    for i in range(x.size):
        total = _plus(total, x[i])
    return total


@_kernel
def _binary_block(z: Floats, y: Floats, losses: Floats, slopes: Floats, scale: Float) -> bool:
    """z (h − y) + log(1 + e^−|z|) and h − y ± t; h is 1 for z > 0, t = σ(−|z|). Nothing cancels."""
    wrong = ZERO  # a count in float32, as all here: whole numbers would halve the lanes
    for i in range(z.size):
        above = z[i] > ZERO
        e = _exp(-abs(z[i]))
        t = e / (ONE + e)
        miss = (ONE if above else ZERO) - y[i]
        slopes[i] = scale * (miss - (t if above else -t))
        losses[i] = (ZERO if miss == ZERO else z[i] * miss) + _log1p_below_one(e)
        wrong = _plus(wrong, ZERO if (y[i] >= ZERO) & (y[i] <= ONE) else ONE)
    return wrong == ZERO


@_kernel
def _like_probabilities(z: Floats) -> bool:
    return z.min() >= ZERO and z.max() <= ONE


@_kernel
def binary(
    z: int, y: int, losses: int, slopes: int, low: int, high: int, scale: Float
) -> tuple[float, bool]:
    """The sum of the losses of the numbers from `low` to `high`; whether all is plainly well.

    Args:
        z, y: where the logits and the targets begin in memory, float32, nothing between them.
        losses, slopes: where losses and `scale` · slopes are to go, or 0 for nowhere.

    Not plainly well are a NaN, a target outside [0, 1], and logits of which the first `GLANCE`
    could be probabilities.
    """
    logits, targets = carray(_floats_at(z), high), carray(_floats_at(y), high)
    room = np.empty((2, BLOCK), f32)
    total = 0.0
    well = low > 0 or high < GLANCE or not _like_probabilities(logits[:GLANCE])
    for start in range(low, high, BLOCK):
        end = min(start + BLOCK, high)
        into, slope = room[0][: end - start], room[1][: end - start]
        if losses:
            into = carray(_floats_at(losses), high)[start:end]
        if slopes:
            slope = carray(_floats_at(slopes), high)[start:end]
        well &= _binary_block(logits[start:end], targets[start:end], into, slope, scale)
        total += _sum(into)
    return total, well and not math.isnan(total)


@_kernel
def _exponentials(z: Floats, top: Floats, e: Floats) -> None:
    """The highest logit of each row, and e^(z − top)."""
    rows, classes = z.shape
    if classes < FEW:
        top[:] = z[:, 0]
        for c in range(1, classes):
            for r in range(rows):
                top[r] = _higher(z[r, c], top[r])
        for c in range(classes):
            for r in range(rows):
                e[r, c] = z[r, c] - top[r]
        flat = e.reshape(-1)
        for i in range(flat.size):
            flat[i] = _exp(flat[i])
        return
    for r in range(rows):
        row, into, high = z[r], e[r], z[r, 0]
        for c in range(classes):
            high = _higher(row[c], high)
        for c in range(classes):
            into[c] = _exp(row[c] - high)
        top[r] = high


@_kernel
def _row_sums(x: Floats, sums: Floats) -> None:
    rows, classes = x.shape
    if classes < FEW:
        sums[:] = ZERO
        for c in range(classes):
            for r in range(rows):
                sums[r] += x[r, c]
        return
    for r in range(rows):
        sums[r] = _sum(x[r])


@_kernel
def _scale_rows(x: Floats, by: Floats) -> None:
    rows, classes = x.shape
    if classes < FEW:
        for c in range(classes):
            for r in range(rows):
                x[r, c] *= by[r]
        return
    for r in range(rows):
        row, factor = x[r], by[r]
        for c in range(classes):
            row[c] *= factor


@_kernel
def _label_block(
    z: Floats,
    labels: Labels,
    losses: Floats,
    e: Floats,
    room: Floats,
    scale: Float,
    ignored: int,
) -> bool:
    """Losses and slopes (in `e`) of some rows; whether each has a softmax.

    The sum is that of the *other* classes: so neither the loss of a class that is all but certain
    nor its slope p − 1 loses digits.
    """
    rows = len(z)
    top, own, others, factor = room[0][:rows], room[1][:rows], room[2][:rows], room[3][:rows]
    _exponentials(z, top, e)
    for r in range(rows):
        label = labels[r] if labels[r] != ignored else 0
        own[r], e[r, label] = e[r, label], ZERO
        losses[r] = top[r] - z[r, label]
    _row_sums(e, others)
    wrong = ZERO
    for r in range(rows):
        total = own[r] + others[r]
        counts = ONE if labels[r] != ignored else ZERO
        wrong = _plus(wrong, ZERO if total < INF else ONE)
        log = _log1p(others[r] if own[r] == ONE else total - ONE)
        losses[r] = losses[r] + log if counts else ZERO
        factor[r] = counts * scale / total
    _scale_rows(e, factor)
    for r in range(rows):
        e[r, labels[r] if labels[r] != ignored else 0] = -others[r] * factor[r]
    return wrong == ZERO


@_kernel
def _like_a_softmax(row: Floats) -> bool:
    return _like_probabilities(row) and abs(_sum(row) - ONE) <= f32(2e-3)


@_kernel
def of_labels(
    z: int,
    labels: int,
    losses: int,
    slopes: int,
    low: int,
    high: int,
    scale: Float,
    classes: int,
    ignored: int,
) -> tuple[float, bool]:
    """As `binary`, for the rows of softmax cross-entropy from `low` to `high`.

    z is [N, classes]; labels, int64, [N], are classes, all that are not `ignored` (see
    `count_labels`). Not plainly well are a row without a softmax, or with one only as a limit, and
    a first row that could be a softmax itself.
    """
    logits, targets = carray(_floats_at(z), (high, classes)), carray(_labels_at(labels), high)
    step = max(1, BLOCK // classes)
    exps, room = np.empty((step, classes), f32), np.empty((5, step), f32)
    total, well = 0.0, low > 0 or not _like_a_softmax(logits[0])
    for start in range(low, high, step):
        end = min(start + step, high)
        into, e = room[4][: end - start], exps[: end - start]
        if losses:
            into = carray(_floats_at(losses), high)[start:end]
        if slopes:
            e = carray(_floats_at(slopes), (high, classes))[start:end]
        well &= _label_block(logits[start:end], targets[start:end], into, e, room, scale, ignored)
        total += _sum(into)
    return total, well


@_kernel
def count_labels(labels: int, high: int, classes: int, ignored: int) -> int:
    """How many of the first `high` labels are not `ignored`; −1 if one of those is no class."""
    targets = carray(_labels_at(labels), high)
    kept, wrong = 0, 0
    for i in range(high):
        counts = targets[i] != ignored
        kept += counts
        wrong += counts and (targets[i] < 0 or targets[i] >= classes)
    return -1 if wrong else kept


@_kernel
def _share_block(
    z: Floats,
    q: Floats,
    losses: Floats,
    e: Floats,
    room: Floats,
    scale: Float,
    tolerance: Float,
) -> bool:
    """Σ_c q_c (top − z_c) + (Σ q) log Σ e^(z − top) of some rows, and p Σ q − q, in `e`."""
    rows, classes = z.shape
    top, sums, shares = room[0][:rows], room[1][:rows], room[2][:rows]
    _exponentials(z, top, e)
    _row_sums(e, sums)
    _row_sums(q, shares)
    wrong = ZERO
    losses[:] = ZERO
    if classes < FEW:
        for c in range(classes):
            for r in range(rows):
                losses[r] += ZERO if q[r, c] == ZERO else q[r, c] * (top[r] - z[r, c])
                wrong = _plus(wrong, ZERO if q[r, c] >= ZERO else ONE)
    else:
        for r in range(rows):
            row, share, high, part = z[r], q[r], top[r], ZERO
            for c in range(classes):
                part = _plus(part, ZERO if share[c] == ZERO else share[c] * (high - row[c]))
                wrong = _plus(wrong, ZERO if share[c] >= ZERO else ONE)
            losses[r] = part
    for r in range(rows):
        losses[r] += shares[r] * _log1p(sums[r] - ONE)
        good = (sums[r] < INF) & (abs(shares[r] - ONE) <= tolerance)
        wrong = _plus(wrong, ZERO if good else ONE)
        shares[r] = scale * shares[r] / sums[r]
    _scale_rows(e, shares)
    into, share = e.reshape(-1), q.reshape(-1)
    for i in range(into.size):
        into[i] -= scale * share[i]
    return wrong == ZERO


@_kernel
def of_shares(
    z: int,
    q: int,
    losses: int,
    slopes: int,
    low: int,
    high: int,
    scale: Float,
    classes: int,
    tolerance: Float,
) -> tuple[float, bool]:
    """As `of_labels`, for targets q, [N, classes]; not well, too, are a negative one, and a row of
    them whose sum is farther from 1 than `tolerance`.
    """
    logits = carray(_floats_at(z), (high, classes))
    targets = carray(_floats_at(q), (high, classes))
    step = max(1, BLOCK // classes)
    exps, room = np.empty((step, classes), f32), np.empty((4, step), f32)
    total, well = 0.0, low > 0 or not _like_a_softmax(logits[0])
    for start in range(low, high, step):
        end = min(start + step, high)
        into, e = room[3][: end - start], exps[: end - start]
        if losses:
            into = carray(_floats_at(losses), high)[start:end]
        if slopes:
            e = carray(_floats_at(slopes), (high, classes))[start:end]
        well &= _share_block(logits[start:end], targets[start:end], into, e, room, scale, tolerance)
        total += _sum(into)
    return total, well

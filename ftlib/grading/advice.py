"""What to try, read off from the pattern of a difference: it leads and does not answer."""

from __future__ import annotations

from typing import Any

import numpy as np

from ftlib.grading.values import NotAnArray, as_array


def advice(got: Any, want: Any, rtol: float = 1e-7) -> str:
    """A line `try: …` for a common slip, or an empty string.

    Args:
        got: what was returned.
        want: what was expected.
        rtol: how near a pattern must fit (at least 1e-6 is allowed).
    """
    found = _advice(got, want, max(rtol, 1e-6))
    return f"\ntry: {found}" if found else ""


def _advice(got: Any, want: Any, rtol: float) -> str:
    if got is None and want is not None:
        return "the function returned None; does every path end with `return`?"
    try:
        here, there = as_array(got), as_array(want)
    except NotAnArray:
        return ""
    if here.shape != there.shape:
        return _about_shapes(here, there)
    if here.dtype.kind not in "iuf" or there.dtype.kind not in "iuf" or not here.size:
        return ""
    return _about_values(here.astype(float), there.astype(float), rtol)


def _about_shapes(here: np.ndarray, there: np.ndarray) -> str:
    if there.ndim == 0:
        return "one number is expected; average or sum over the remaining axes"
    if here.ndim == 0:
        return "one value for each entry is expected; something is reduced that should not be"
    if here.shape == there.shape[::-1]:
        return "the axes are the other way round; transpose, or reduce over the other axis"
    if here.size == there.size:
        return "the number of entries is right and the shape is not; look at axes of length 1"
    if here.ndim > there.ndim:
        return "there is an axis too many; two shapes may have been broadcast, or a mean is missing"
    return ""


def _about_values(here: np.ndarray, there: np.ndarray, rtol: float) -> str:
    if np.isnan(here).any() and not np.isnan(there).any():
        return "a NaN appears; look for 0·∞, ∞ − ∞, 0/0 or the logarithm of a negative number"
    if np.isinf(here).any() and not np.isinf(there).any():
        return "an infinity appears; look for log(0), a division by 0 or an exponential overflow"
    if not (np.isfinite(here).all() and np.isfinite(there).all()) or not there.any():
        return ""
    if np.allclose(here, -there, rtol=rtol, atol=0):
        return "the size is right and the sign is reversed"
    if here.any() and (here == np.round(here)).all() and not (there == np.round(there)).all():
        return "all entries are whole numbers; is something rounded, thresholded, or an integer?"
    nonzero = there != 0
    ratios = here[nonzero] / there[nonzero]
    if there.size > 1 and ratios[0] != 0 and np.allclose(ratios, ratios[0], rtol=rtol, atol=0):
        return "all entries are off by one and the same factor; look for a missing mean or constant"
    return ""

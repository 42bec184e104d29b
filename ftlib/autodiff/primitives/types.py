"""The names of what primitives take and give."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Pull: TypeAlias = Callable[[Array], Array]  # adjoint of the value → adjoint of one operand
Result: TypeAlias = tuple[Array, tuple[Pull, ...]]

"""Do NumPy, PyTorch and TensorFlow agree, with autograd, and with central differences?

Run: python benchmarks/agreement.py [--quick]. To reach, over every coordinate in float64: closed
forms against each other 1e-12, against central differences 1e-7. It exits with 1 where one misses.

Each case is drawn from a seed and run on all back ends: its value, and its gradient three ways.
- closed: the closed form in NumPy against the backward passes of PyTorch and TensorFlow.
- autograd: against PyTorch's differentiation of the definition (`loss_cases.DEFINITIONS`).
- central: against differences of the value alone (finite, moderate numbers only).

How an error is scaled: |a − b| / max(1, |a|, |b|) for each coordinate, so it is absolute where the
numbers are below 1. Beside it stands a stricter scale for the closed forms (norm): the largest
|a − b| of a case by the largest number of that case (absolute where that is below 1e-10, as in the
gradient of a single class, which is 0).
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from loss_cases import CASES, DEFINITIONS, Array, Case
from measuring import table, write

from ftlib.losses import check
from ftlib.losses import reference as ref
from ftlib.losses import tensorflow as of_tensorflow
from ftlib.losses import torch as of_torch
from ftlib.losses._classes import SuspiciousLogits

CLOSED, CENTRAL = 1e-12, 1e-7


# --- the back ends ---------------------------------------------------------------------------


def by_numpy(name: str, case: Case) -> list[Array]:
    """The value, then the gradient in each of the first `wrt` arguments."""
    value = getattr(ref, name)(*case.arrays, **case.options)
    slopes = getattr(ref, f"{name}_grad")(*case.arrays, **case.options)
    slopes = list(slopes)[: case.wrt] if isinstance(slopes, tuple) else [slopes]
    return [value, *slopes]


def by_torch(f: Callable[..., torch.Tensor], case: Case) -> list[Array]:
    tensors = [torch.tensor(x) for x in case.arrays]
    for x in tensors[: case.wrt]:
        x.requires_grad_()
    value = f(
        *tensors,
        {k: torch.tensor(v) if isinstance(v, Array) else v for k, v in case.options.items()},
    )
    slopes = torch.autograd.grad(value.sum(), tensors[: case.wrt])
    return [value.detach().numpy(), *(x.numpy() for x in slopes)]


def by_tensorflow(name: str, case: Case) -> list[Array]:
    import tensorflow as tf

    tensors = [tf.constant(x) for x in case.arrays]
    options = {k: tf.constant(v) if isinstance(v, Array) else v for k, v in case.options.items()}
    with tf.GradientTape() as tape:
        tape.watch(tensors[: case.wrt])
        value = getattr(of_tensorflow, name)(*tensors, **options)
    slopes = tape.gradient(value, tensors[: case.wrt])
    return [value.numpy(), *(tf.convert_to_tensor(x).numpy() for x in slopes)]


def by_differences(name: str, case: Case) -> list[Array]:
    """The gradients only."""
    slopes = []
    for k in range(case.wrt):

        def total(x: Array, k: int = k) -> Any:
            arrays = (*case.arrays[:k], x, *case.arrays[k + 1 :])
            return getattr(ref, name)(*arrays, **case.options).sum()

        slopes.append(check.central_difference(total, case.arrays[k]))
    return slopes


# --- the table -------------------------------------------------------------------------------


def worst(ours: list[Array], theirs: list[Array]) -> float:
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if np.size(a)]
    return max((check.compare({"a": a, "b": b}).largest for a, b in pairs), default=0.0)


def by_norm(ours: list[Array], theirs: list[Array]) -> float:
    """The largest |a − b| of each array by its largest finite |b|, if that is above 1e-10."""
    errors = [0.0]
    for a, b in zip(ours, theirs, strict=True):
        size = np.max(np.abs(b[np.isfinite(b)]), initial=0.0)
        with np.errstate(invalid="ignore"):
            error = np.max(np.where(a == b, 0.0, np.abs(a - b)), initial=0.0)
        errors.append(float(error / size if size > 1e-10 else error))
    return max(errors)


def measured(name: str, count: int) -> dict[str, Any]:
    rng = np.random.default_rng(20)
    row: dict[str, Any] = {"loss": name, "cases": 0, "coordinates": 0, "moderate": 0}
    row |= dict.fromkeys(("closed", "norm", "autograd", "central"), 0.0)
    seen: dict[str, int] = {}
    for k in range(count):
        case = CASES[name](rng, k)
        row["cases"] += 1
        row["coordinates"] += sum(x.size for x in case.arrays[: case.wrt])
        for option, value in case.options.items():
            label = f"reduction {value}" if option == "reduction" else option
            seen[label] = seen.get(label, 0) + 1
        ours = by_numpy(name, case)
        f = getattr(of_torch, name)
        for theirs in (
            by_torch(lambda *x, f=f: f(*x[:-1], **x[-1]), case),
            by_tensorflow(name, case),
        ):
            row["closed"] = larger(row["closed"], worst(ours, theirs))
            row["norm"] = larger(row["norm"], by_norm(ours, theirs))
        if case.moderate:
            row["moderate"] += 1
            typed = by_torch(DEFINITIONS[name], case)
            row["autograd"] = larger(row["autograd"], worst(ours, typed))
            row["central"] = larger(row["central"], worst(ours[1:], by_differences(name, case)))
    return row | {"options": seen}


def larger(a: float, b: float) -> float:
    """The larger; a NaN stays, and misses every limit."""
    return float(np.maximum(a, b))


def main() -> int:
    warnings.simplefilter("ignore", SuspiciousLogits)  # some cases do look like probabilities
    count = 9 if "--quick" in sys.argv else 54
    rows = [measured(name, count) for name in CASES]
    head = ["loss", "cases", "coordinates", "closed", "norm", "autograd", "central", "of"]
    lines = [
        [row["loss"], str(row["cases"]), f"{row['coordinates']:,}"]
        + [f"{row[key]:.1e}" for key in ("closed", "norm", "autograd", "central")]
        + [str(row["moderate"])]
        for row in rows
    ]
    print(table(head, lines))
    print(f"\n{sum(row['cases'] for row in rows)} cases; the last column: how many of them have")
    print("finite, moderate numbers, so that autograd and central differences could be asked too.")
    print("Errors are |a − b| / max(1, |a|, |b|); norm: |a − b| / the largest |b| of the case.")
    missed = [
        f"{row['loss']}: {key} is {row[key]:.1e}, the limit is {limit:.0e}"
        for row in rows
        for key, limit in (
            ("closed", CLOSED),
            ("norm", CLOSED),
            ("autograd", CLOSED),
            ("central", CENTRAL),
        )
        if not row[key] <= limit
    ]
    for line in missed:
        print(f"MISSED {line}")
    if count == 54:
        write("agreement", rows)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

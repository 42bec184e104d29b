"""The same functions of the three back ends behind one call: NumPy in, NumPy out."""

import importlib
import importlib.util
from collections.abc import Callable
from decimal import Decimal, localcontext
from types import SimpleNamespace

import numpy as np
import pytest

BACK_ENDS = ["reference", "torch", "tensorflow"]


class BackEnd:
    """`call(name, a, y, reduction)` gives the value, `grad(…)` the derivative in `a`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.module = importlib.import_module(f"ftlib.losses.{name}")

    def tensor(self, array, dtype=np.float64):
        array = np.asarray(array, dtype=dtype)
        if self.name == "torch":
            import torch

            return torch.tensor(array)
        if self.name == "tensorflow":
            import tensorflow as tf

            return tf.constant(array)
        return array

    def call(self, function: str, a, y, *reduction, **options):
        result = getattr(self.module, function)(
            self.tensor(a), self.tensor(y), *reduction, **options
        )
        return np.asarray(result)

    def grad(self, function: str, a, y, reduction: str = "mean"):
        if self.name == "reference":
            return getattr(self.module, f"{function}_grad")(a, y, reduction)
        f = getattr(self.module, function)
        return self._autodiff(lambda t: f(t, self.tensor(y), reduction), a)

    def _autodiff(self, f: Callable, a):
        if self.name == "torch":
            import torch

            x = torch.tensor(np.asarray(a, dtype=np.float64), requires_grad=True)
            (slope,) = torch.autograd.grad(f(x).sum(), x)
            return slope.numpy()
        import tensorflow as tf

        x = tf.Variable(np.asarray(a, dtype=np.float64))
        with tf.GradientTape() as tape:
            value = tf.reduce_sum(f(x))
        return tape.gradient(value, x).numpy()


@pytest.fixture(params=BACK_ENDS)
def backend(request) -> BackEnd:
    return BackEnd(request.param)


@pytest.fixture(scope="session")
def backends() -> list[BackEnd]:
    """The back ends that are to agree with the reference."""
    return [BackEnd("torch"), BackEnd("tensorflow")]


@pytest.fixture(scope="session")
def exact() -> SimpleNamespace:
    """An oracle that shares nothing with the code under test: decimals, no floats."""
    return SimpleNamespace(
        logit_loss=exact_logit_loss,
        logit_slope=exact_logit_slope,
        probability_loss=exact_probability_loss,
    )


def exact_logit_loss(z: float, y: float) -> float:
    """−[y ln σ(z) + (1 − y) ln(1 − σ(z))], exactly as written, in 60 digits or more."""
    with localcontext() as context:
        context.prec = 60 + int(abs(z))  # 1 − σ(z) keeps 60 digits however large z is
        exact_z, exact_y = Decimal(z), Decimal(y)
        p = 1 / (1 + (-exact_z).exp())
        return float(-(exact_y * p.ln() + (1 - exact_y) * (1 - p).ln()))


def exact_logit_slope(z: float, y: float) -> float:
    """σ(z) − y, in 60 digits or more."""
    with localcontext() as context:
        context.prec = 60 + int(abs(z))
        return float(1 / (1 + (-Decimal(z)).exp()) - Decimal(y))


def exact_probability_loss(p: float, y: float) -> float:
    """−[y ln p + (1 − y) ln(1 − p)] for 0 < p < 1, in 400 digits (1 − 1e-300 is not 1)."""
    with localcontext() as context:
        context.prec = 400
        exact_p, exact_y = Decimal(p), Decimal(y)
        return float(-(exact_y * exact_p.ln() + (1 - exact_y) * (1 - exact_p).ln()))

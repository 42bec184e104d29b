"""The temperature: what a general minimiser finds, and where there is none."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize, special

from ftlib.evaluate import fit_temperature


@pytest.mark.parametrize("classes", [2, 4])
def test_the_temperature_is_what_a_general_minimiser_finds(classes):
    rng = np.random.default_rng(classes)
    z = rng.normal(size=(300, classes))
    y = np.array([rng.choice(classes, p=special.softmax(row / 1.7)) for row in z])
    z *= 3

    def loss(log_t):
        return -special.log_softmax(z / np.exp(log_t), axis=1)[np.arange(300), y].mean()

    want = np.exp(optimize.minimize_scalar(loss, bounds=(-5, 5), options={"xatol": 1e-9}).x)
    assert fit_temperature(z, y) == pytest.approx(want, rel=1e-5)
    if classes == 2:
        assert fit_temperature(z[:, 1] - z[:, 0], y) == pytest.approx(want, rel=1e-5)


def test_no_finite_temperature():
    with pytest.raises(ValueError, match="right about every item"):
        fit_temperature([-1.0, 2.0], [0, 1])
    with pytest.raises(ValueError, match="no better than chance"):
        fit_temperature([1.0, -2.0], [0, 1])


@pytest.mark.parametrize(
    ("z", "y", "sentence"),
    [
        ([], [], "z has shape"),
        ([[1.0, 2.0]], [2], "integers from 0 to 1"),
        ([1.0, np.inf], [0, 1], "not finite"),
    ],
)
def test_bad_logits_are_refused(z, y, sentence):
    with pytest.raises(ValueError, match=sentence):
        fit_temperature(z, y)

"""Probabilities where logits are meant: suspected once a process, where the loss is called."""

import warnings

import numpy as np
import pytest

from ftlib.losses import _classes

ROWS = np.tile([[0.1, 0.9], [0.95, 0.05]], (20, 1))
LABELS = np.tile([1, 0], 20)
BINARY = np.linspace(0.01, 0.99, 40)
CALLS = {
    "softmax_cross_entropy": (ROWS, LABELS, "every row of logits lies in"),
    "binary_cross_entropy_with_logits": (BINARY, (BINARY > 0.5) * 1.0, "every z lies in"),
    "binary_focal_loss_with_logits": (BINARY, (BINARY > 0.5) * 1.0, "every z lies in"),
}


@pytest.fixture(autouse=True)
def nothing_suspected_yet():
    kept = set(_classes._warned)
    _classes._warned.clear()
    yield
    _classes._warned.clear()
    _classes._warned.update(kept)


def call(backend, name, a, y, **options):
    f, a, y = getattr(backend.module, name), backend.tensor(a), backend.tensor(y, y.dtype)
    return f(a, y, **options)


@pytest.mark.parametrize("name", CALLS)
def test_warned_once_where_the_loss_was_called(backend, name):
    a, y, sentence = CALLS[name]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        call(backend, name, a, y)
        call(backend, name, a, y)
    (warning,) = caught
    assert warning.category is _classes.SuspiciousLogits
    assert sentence in str(warning.message)
    assert "give the numbers before it" in str(warning.message)
    assert warning.filename == __file__
    assert warning.lineno == call.__code__.co_firstlineno + 2  # the loss's own line, not ours


@pytest.mark.parametrize("name", CALLS)
def test_once_for_all_back_ends_together(backends, name):
    a, y, _ = CALLS[name]
    with pytest.warns(_classes.SuspiciousLogits):
        call(backends[0], name, a, y)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        call(backends[-1], name, a, y)


@pytest.mark.parametrize(
    ("name", "a", "y"),
    [
        ("binary_cross_entropy_with_logits", BINARY[:31], np.ones(31)),  # too few to tell
        ("binary_cross_entropy_with_logits", BINARY + 0.02, np.ones(40)),  # one above 1
        ("binary_cross_entropy_with_logits", BINARY - 0.02, np.ones(40)),  # one below 0
        ("binary_cross_entropy_with_logits", BINARY / 2, np.ones(40)),  # none near 1
        ("binary_cross_entropy_with_logits", 0.5 + BINARY / 2, np.ones(40)),  # none near 0
        ("binary_focal_loss_with_logits", BINARY - 0.02, np.ones(40)),
        ("softmax_cross_entropy", ROWS * [1, -1], LABELS),  # no sums of 1
        ("softmax_cross_entropy", np.vstack([ROWS, [1.5, -0.5]]), np.append(LABELS, 0)),
        ("softmax_cross_entropy", np.vstack([ROWS, [0.5, 0.6]]), np.append(LABELS, 0)),
        ("softmax_cross_entropy", np.ones((3, 1)), np.zeros(3, np.int64)),  # one class
    ],
)
def test_what_could_well_be_logits_is_not_suspected(backend, name, a, y):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        call(backend, name, a, y)


@pytest.mark.parametrize("name", CALLS)
def test_nothing_is_not_suspected(backend, name):
    a, y, _ = CALLS[name]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        call(backend, name, a[:0], y[:0], reduction="sum")


@pytest.mark.parametrize("name", CALLS)
def test_not_looked_at_without_validation(backend, name):
    a, y, _ = CALLS[name]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        call(backend, name, a, y, validate=False)

"""The comparer must find a fault wherever it sits, and must not find one where none is."""

import math

import numpy as np
import pytest
import torch

from ftlib.losses import check


def test_central_difference_of_known_derivatives():
    x = np.array([[0.3, -2.0], [5.0, 40.0]])
    np.testing.assert_allclose(
        check.central_difference(lambda v: np.sin(v).sum(), x), np.cos(x), atol=1e-9
    )
    np.testing.assert_allclose(
        check.central_difference(lambda v: v.prod(), x), x.prod() / x, rtol=1e-9
    )


def test_central_difference_leaves_the_point_alone_and_visits_each_coordinate_twice():
    x, calls = np.array([1.0, 2.0, 3.0]), []
    check.central_difference(lambda v: calls.append(v) or v.sum(), x)
    np.testing.assert_array_equal(x, [1, 2, 3])
    assert len(calls) == 6


def test_central_difference_of_a_torch_function():
    got = check.central_difference(lambda v: torch.tensor(v).square().sum(), [3.0])
    assert got == pytest.approx([6.0])


def test_central_difference_names_its_faults():
    with pytest.raises(ValueError, match="step is 0"):
        check.central_difference(np.sum, [1.0], step=0)
    with pytest.raises(ValueError, match=r"f returned shape \(2,\)"):
        check.central_difference(lambda v: v, [1.0, 2.0])


def test_frameworks_differentiate():
    import tensorflow as tf

    x = np.array([[0.5, -1.5]])
    np.testing.assert_allclose(check.torch_gradient(lambda t: (t**3).sum(), x), 3 * x**2)
    np.testing.assert_allclose(
        check.tensorflow_gradient(lambda t: tf.reduce_sum(t**3), x), 3 * x**2
    )


@pytest.mark.parametrize("fault_at", [(0, 0), (1, 2), (3, 4)])
def test_a_fault_in_one_coordinate_is_found_and_placed(fault_at):
    right = np.arange(20.0).reshape(4, 5)
    wrong = right.copy()
    wrong[fault_at] += 1e-3
    report = check.compare({"right": right, "wrong": wrong})
    assert report.differences[0].index == fault_at
    assert report.largest == pytest.approx(1e-3 / max(1, wrong[fault_at]))


def test_all_pairs_and_their_names():
    report = check.compare({"a": [1.0], "b": torch.tensor([1.5]), "c": [1.0]})
    assert [(d.left, d.right) for d in report.differences] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert report.between("c", "a") == 0
    assert report.between("b", "c") == pytest.approx(0.5 / 1.5)
    with pytest.raises(ValueError, match="'a' and 'd' are no pair"):
        report.between("a", "d")


def test_small_errors_are_absolute_and_large_ones_relative():
    assert check.compare({"a": [1e-9], "b": [2e-9]}).largest == pytest.approx(1e-9)
    assert check.compare({"a": [1e9], "b": [1e9 + 1]}).largest == pytest.approx(1e-9)


def test_infinities_and_nan():
    assert check.compare({"a": [math.inf], "b": [math.inf]}).largest == 0
    assert math.isnan(check.compare({"a": [math.inf], "b": [-math.inf]}).largest)
    assert math.isnan(check.compare({"a": [math.nan, 1], "b": [0.0, 1]}).largest)
    assert math.isnan(check.compare({"a": [math.nan], "b": [math.nan]}).largest)


def test_the_report_reads():
    text = str(check.compare({"closed form": [[1.0, 2.0]], "autograd": [[1.0, 2.5]]}))
    assert text.splitlines() == [
        "largest difference over all 2 coordinates",
        "  closed form – autograd  2.0e-01   at [0, 1]",
    ]
    assert "all 1 coordinate\n" in str(check.compare({"a": 1.0, "b": 1.0}))


def test_bfloat16_is_taken():
    half = torch.tensor([0.5], dtype=torch.bfloat16, requires_grad=True)
    assert check.compare({"a": half, "b": [0.5]}).largest == 0


@pytest.mark.parametrize(
    ("results", "sentence"),
    [
        ({"a": [1.0]}, "results has 1 entries; give at least two"),
        ({"a": [1.0], "b": [[1.0]]}, r"'b' has shape \(1, 1\) and 'a' has shape \(1,\)"),
        ({"a": [], "b": []}, "'a' is empty"),
        ({"a": [1.0], "b": ["x"]}, "b has dtype <U1"),
    ],
)
def test_faults_are_named(results, sentence):
    with pytest.raises(ValueError, match=sentence):
        check.compare(results)


def test_tensorflow_gradient_of_a_gather():
    """A bare gather gives TensorFlow's sparse gradient, which is made dense."""
    import tensorflow as tf

    slopes = check.tensorflow_gradient(lambda x: tf.reduce_sum(tf.gather(x, [2, 0, 2])), np.ones(4))
    np.testing.assert_array_equal(slopes, [1, 0, 2, 0])

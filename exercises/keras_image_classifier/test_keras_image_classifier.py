import numpy as np
import pytest

from ftlib.grading import expect, task

LOGITS = np.array([[2.0, 0.0, -1.0], [0.5, 0.5, 3.0]])


@pytest.mark.parametrize(
    ("arguments", "want"),
    [((3, 8, 16), (1152, 200)), ((1, 5, 7), (35, 40)), ((5, 2, 2), (100, 54))],
)
@task("separable_weights")
def test_counts_of_small_convolutions(student, arguments, want):
    expect.equal(student.separable_weights(*arguments), want)


@task("to_model_range")
def test_black_and_white(student):
    got = student.to_model_range(np.array([0, 51, 255], np.uint8))
    expect.dtype(got, "float32")
    expect.close(got, np.array([-1.0, -0.6, 1.0]), atol=1e-6)


@task("to_model_range")
def test_floats_are_refused(student):
    expect.raises(ValueError, student.to_model_range, np.array([0.0, 255.0]))


@task("cross_entropy")
def test_even_logits(student):
    for label in (np.array([1]), np.array([[0.0, 1.0]])):
        expect.close(student.cross_entropy(np.zeros((1, 2)), label), 0.6931471805599453, rtol=1e-9)


@task("cross_entropy")
def test_two_pictures(student):
    # by hand: -2 + log(e^2 + 1 + e^-1) and -3 + log(2 e^.5 + e^3)
    expect.close(student.cross_entropy(LOGITS, np.array([0, 2])), 0.1609272020, rtol=1e-8)


@task("cross_entropy")
def test_labels_of_a_strange_shape_are_refused(student):
    expect.raises(ValueError, student.cross_entropy, LOGITS, np.zeros((2, 5)))


@task("mirror")
def test_one_of_two_is_mirrored(student):
    batch = np.arange(12).reshape(2, 2, 3, 1)
    want = batch.copy()
    want[1, :, :, 0] = [[8, 7, 6], [11, 10, 9]]
    expect.equal(student.mirror(batch, np.array([False, True])), want)


@task("mirror")
def test_the_batch_is_left_alone(student):
    batch = np.arange(12).reshape(2, 2, 3, 1)
    before = batch.copy()
    student.mirror(batch, np.array([True, True]))
    expect.unchanged(before, batch)


@task("trainable")
def test_the_last_three(student):
    got = student.trainable(["conv", "norm", "conv", "norm", "dense"], 3)
    expect.equal(got, [False, False, True, False, True])


@task("trainable")
def test_nothing_at_all(student):
    expect.equal(student.trainable(["conv", "norm", "dense"], 0), [False, False, False])


@task("test_accuracy")
def test_a_small_last_batch(student):
    whole = (np.eye(2)[[0, 1, 0, 1]], np.array([0, 1, 0, 1]))
    rest = (np.array([[0.9, 0.1]]), np.array([1]))
    expect.close(student.test_accuracy([whole, rest]), 0.8, rtol=1e-12)

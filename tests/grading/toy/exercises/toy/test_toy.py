import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize("scale", [1.0, 3.0])
@task("mean_square")
def test_mean_square_of_two_entries(student, scale):
    expect.close(student.mean_square(scale * np.array([1.0, 3.0])), 5.0 * scale**2)


@task("mean_square")
def test_empty_input_is_refused(student):
    expect.raises(ValueError, student.mean_square, np.array([]), match="empty")


@task("centred")
def test_centred_values(student):
    expect.close(student.centred(np.array([1.0, 2.0, 6.0])), [-2.0, -1.0, 3.0])


@task("centred")
def test_argument_is_not_changed(student):
    x = np.array([1.0, 5.0])
    before = x.copy()
    student.centred(x)
    expect.unchanged(before, x)

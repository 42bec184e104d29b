import numpy as np

from ftlib.grading import expect, task


@task("mean_square")
def test_random_entries(student):
    x = np.random.default_rng(1).normal(size=50)
    expect.close(student.mean_square(x), sum(float(v) ** 2 for v in x) / 50)


@task("centred")
def test_random_entries_are_centred(student):
    x = np.random.default_rng(2).normal(size=50)
    got = student.centred(x)
    expect.shape(got, (50,))
    expect.close(np.sum(got), 0.0, atol=1e-12)
    expect.close(got[7] - got[3], x[7] - x[3], rtol=1e-9)

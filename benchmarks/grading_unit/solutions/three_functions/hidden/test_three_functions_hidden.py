import math

import torch

from ftlib.grading import expect, task


def _z(rng, rows, columns):
    return torch.from_numpy(rng.normal(size=(rows, columns)))


@task("softmax")
def test_random_rows(student, rng):
    z = _z(rng, 5, 7)
    powers = [[math.exp(v) for v in row] for row in z.tolist()]
    expect.close(student.softmax(z), [[v / sum(row) for v in row] for row in powers], rtol=1e-9)


@task("cross_entropy")
def test_random_labels(student, rng):
    z, labels = _z(rng, 6, 5), torch.from_numpy(rng.integers(0, 5, 6))
    rows = zip(z.tolist(), labels.tolist(), strict=True)
    want = sum(math.log(sum(math.exp(v) for v in row)) - row[label] for row, label in rows) / 6
    expect.close(student.cross_entropy(z, labels), want, rtol=1e-9)


@task("descend")
def test_random_problem(student, rng):
    x, w = _z(rng, 8, 3), _z(rng, 1, 3)[0]
    y = _z(rng, 1, 8)[0]
    errors = [sum(a * b for a, b in zip(row, w.tolist(), strict=True)) for row in x.tolist()]
    errors = [e - t for e, t in zip(errors, y.tolist(), strict=True)]
    gradient = [
        2 * sum(e * row[k] for e, row in zip(errors, x.tolist(), strict=True)) / 8 for k in range(3)
    ]
    want = [v - 0.1 * g for v, g in zip(w.tolist(), gradient, strict=True)]
    expect.close(student.descend(w, x, y, 0.1), want, rtol=1e-9)

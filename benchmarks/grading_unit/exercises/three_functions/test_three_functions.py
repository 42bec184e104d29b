import math

import torch

from ftlib.grading import expect, task


@task("softmax")
def test_two_logits(student):
    got = student.softmax(torch.tensor([[0.0, math.log(3.0)]], dtype=torch.float64))
    expect.close(got, [[0.25, 0.75]], rtol=1e-12)


@task("softmax")
def test_large_logits(student):
    got = student.softmax(torch.tensor([[1000.0, 1000.0]], dtype=torch.float64))
    expect.close(got, [[0.5, 0.5]], rtol=1e-12)


@task("cross_entropy")
def test_even_odds(student):
    got = student.cross_entropy(torch.zeros(3, 4, dtype=torch.float64), torch.tensor([0, 1, 3]))
    expect.close(got, math.log(4), rtol=1e-12)


@task("cross_entropy")
def test_two_rows(student):
    z = torch.tensor([[0.0, 0.0], [0.0, math.log(3.0)]], dtype=torch.float64)
    got = student.cross_entropy(z, torch.tensor([0, 1]))
    expect.close(got, (math.log(2) + math.log(4 / 3)) / 2, rtol=1e-12)


@task("descend")
def test_one_example(student):
    w, x = torch.tensor([2.0], dtype=torch.float64), torch.tensor([[3.0]], dtype=torch.float64)
    got = student.descend(w, x, torch.tensor([0.0], dtype=torch.float64), 0.1)
    expect.close(got, [2.0 - 0.1 * 2 * 6.0 * 3.0], rtol=1e-12)


@task("descend")
def test_start_is_kept(student):
    w = torch.tensor([2.0, 1.0], dtype=torch.float64)
    x = torch.eye(2, dtype=torch.float64)
    student.descend(w, x, torch.zeros(2, dtype=torch.float64), 0.5)
    expect.unchanged(torch.tensor([2.0, 1.0], dtype=torch.float64), w)

"""Hidden tests: random inputs from a fixed seed, and the edges."""

import itertools
import math

import numpy as np
import pytest

from ftlib.grading import expect, task


@task("zero_states")
def test_the_figures_of_the_zero_paper(student):
    # Rajbhandari et al. 2020, figure 1: 7.5 billion parameters on 64 devices, in gigabytes.
    for stage, want in ((0, 120.0), (1, 31.4), (2, 16.6), (3, 1.9)):
        total = sum(student.zero_states(7_500_000_000, 64, stage)) / 1e9
        expect.close(total, want, atol=0.06, rtol=0)


@pytest.mark.parametrize("stage", [-1, 4, 12])
@task("zero_states")
def test_stages_that_do_not_exist(student, stage):
    expect.raises(ValueError, student.zero_states, 10, 2, stage)


@task("zero_states")
def test_one_device_holds_sixteen_bytes_a_parameter_at_every_stage(student):
    for stage in range(4):
        expect.close(sum(student.zero_states(123, 1, stage)), 16 * 123)


@task("zero_states")
def test_shares_need_not_be_whole(student):
    expect.close(np.array(student.zero_states(7, 3, 3)), np.array([14, 14, 84]) / 3, rtol=1e-12)


# Counted by hand from the list of the task for d = 3, f = 5, 2 heads, 7 tokens: 24 + 10 numbers,
# 6 entries of masks, 14 attention weights.
@pytest.mark.parametrize(
    ("e", "dropout", "eager", "want"),
    [
        (2, False, False, 68),
        (4, False, False, 136),
        (4, True, False, 142),
        (2, False, True, 96),
        (4, False, True, 192),
        (2, True, True, 68 + 6 + 70),
        (4, True, True, 136 + 6 + 126),
    ],
)
@task("layer_bytes")
def test_every_case(student, e, dropout, eager, want):
    expect.close(student.layer_bytes(3, 5, 2, 7, e, dropout, eager), want)


@pytest.mark.parametrize("seed", range(3))
@task("accumulated_gradient")
def test_the_gradient_of_least_squares(student, seed):
    rng = np.random.default_rng(seed)
    counts = [int(n) for n in rng.integers(1, 9, size=5)]
    x, y = rng.normal(size=(sum(counts), 3)), rng.normal(size=sum(counts))
    theta = rng.normal(size=3)
    edges = np.cumsum([0, *counts])

    def gradient(rows):
        return 2 * x[rows].T @ (x[rows] @ theta - y[rows]) / len(y[rows])

    means = [gradient(slice(a, b)) for a, b in itertools.pairwise(edges)]
    before = [mean.copy() for mean in means]
    expect.close(student.accumulated_gradient(means, counts), gradient(slice(None)), rtol=1e-9)
    for old, new in zip(before, means, strict=True):
        expect.equal(new, old)


@task("accumulated_gradient")
def test_a_micro_batch_without_terms_is_left_out(student):
    means = [np.array([np.nan]), np.array([2.0]), np.array([np.nan]), np.array([5.0])]
    got = student.accumulated_gradient(means, [0, 1, 0, 2])
    expect.close(got, np.array([4.0]), rtol=1e-12)


@pytest.mark.parametrize("seed", range(5))
@task("loss_scale")
def test_the_scale_fits_and_the_next_does_not(student, seed):
    rng = np.random.default_rng(seed)
    gradient = rng.normal(size=(20, 10)) * 10.0 ** rng.uniform(-12, 3)
    gradient *= 10.0 ** rng.uniform(-8, 0, size=gradient.shape)
    gradient[rng.random(gradient.shape) < 0.2] = 0
    scale, before, after = student.loss_scale(gradient)
    largest = np.abs(gradient).max()
    expect.equal(math.log2(scale) % 1, 0.0)
    expect.between(scale * largest, 65504 / 2, 65504)
    alive = gradient[gradient != 0]
    # Half of 2**-24, the smallest subnormal, is a tie and rounds to the even zero.
    expect.close(before, float((np.abs(alive) <= 2.0**-25).mean()), rtol=1e-9)
    expect.close(after, float((np.abs(alive * scale) <= 2.0**-25).mean()), rtol=1e-9)


@pytest.mark.parametrize(("value", "scale"), [(65504.0, 1.0), (65504.1, 0.5), (32752.0, 2.0)])
@task("loss_scale")
def test_at_the_very_edge(student, value, scale):
    got, _, _ = student.loss_scale(np.array([value, -1.0]))
    expect.close(got, scale, rtol=0)


@task("loss_scale")
def test_nothing_but_zeros(student):
    expect.close(np.array(student.loss_scale(np.zeros((2, 3)))), np.array([1.0, 0.0, 0.0]))


@pytest.mark.parametrize("seed", range(6))
@task("best_segment")
def test_no_other_segment_needs_less(student, seed):
    rng = np.random.default_rng(seed)
    layers = int(rng.integers(1, 100))
    boundary, inside = int(rng.integers(1, 50)), int(rng.integers(1, 50))
    sizes = []
    for k in range(1, layers + 1):
        segments = sum(1 for first in range(0, layers, k))
        sizes.append(segments * boundary + k * inside)
    k, size = student.best_segment(layers, boundary, inside)
    expect.equal((int(k), int(size)), (1 + sizes.index(min(sizes)), min(sizes)))


@task("best_segment")
def test_of_equals_the_smaller(student):
    # L = 4, b = A = 1: k = 2 needs 2 + 2, k = 1 needs 4 + 1; L = 2, b = 1, A = 1: both need 3.
    expect.equal(tuple(int(v) for v in student.best_segment(2, 1, 1)), (1, 3))


@pytest.mark.parametrize(("n", "length"), [(1, 5), (2, 7), (3, 7), (4, 8), (5, 3), (7, 50)])
@task("ring")
def test_rings_of_every_size(student, n, length):
    rng = np.random.default_rng(10 * n + length)
    vectors = [rng.normal(size=length) for _ in range(n)]
    before = [vector.copy() for vector in vectors]
    held, sent = student.ring(vectors)
    expect.equal(len(held), n)
    for own in held:
        expect.shape(own, (length,))
        expect.close(own, np.sum(before, axis=0), rtol=1e-9, atol=1e-12)
    for old, new in zip(before, vectors, strict=True):
        expect.equal(new, old)
    # In each half a device sends every piece but one: i + 1 in the first, i + 2 in the second.
    sizes = [len(piece) for piece in np.array_split(before[0], n)]
    want = [0 if n == 1 else 2 * length - sizes[(i + 1) % n] - sizes[(i + 2) % n] for i in range(n)]
    expect.equal([int(count) for count in sent], want)


@task("zero_states")
def test_shares_are_no_whole_bytes(student):
    expect.close(student.zero_states(10, 7, 3), (20 / 7, 20 / 7, 120 / 7), rtol=1e-12)
    expect.close(student.zero_states(10, 7, 1), (20.0, 20.0, 120 / 7), rtol=1e-12)


@task("accumulated_gradient")
def test_a_single_micro_batch(student):
    expect.close(student.accumulated_gradient([np.array([2.0, -3.0])], [4]), [2.0, -3.0])


@task("loss_scale")
def test_what_no_scale_can_save(student):
    # Times 2^15 the second is still below half of the smallest float16, 2^-24; the third is not.
    got = student.loss_scale(np.array([1.0, 1e-13, 2e-8, 0.0]))
    expect.close(got, (2.0**15, 2 / 3, 1 / 3), rtol=1e-12)

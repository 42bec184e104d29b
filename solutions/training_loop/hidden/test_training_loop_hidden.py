"""Hidden tests: random inputs from a fixed seed, and the edges."""

import itertools

import numpy as np
import pytest
import torch

from ftlib.grading import expect, task


def slips(lines):
    """By running the words: what a gradient, a clip mark and a rate do in two turns."""
    found, gradient, used = set(), 0, []
    rate, clipped = 0, False
    for turn in range(3):
        for word in lines:
            if word == "zero_grad":
                gradient = 0
            elif word == "backward":
                gradient, clipped = gradient + 1, False
            elif word == "clip":
                clipped = gradient > 0
            elif word == "schedule":
                rate += 1
            elif word == "step":
                used.append((gradient, clipped, rate - turn))
    gradient, _, ahead = used[-1]
    if gradient > 1:
        found.add("adds up")
    if gradient == 0:
        found.add("erases")
    between = lines[lines.index("backward") : lines.index("step")]
    if "clip" not in between:
        found.add("long steps")
    if ahead > 0:
        found.add("early rate")
    return sorted(found)


@pytest.mark.parametrize("extra", [0, 1, 2, 3])
@task("find_slips")
def test_every_order_of_the_lines(student, extra):
    frame = ["forward", "backward", "step"]
    for words in itertools.combinations(["zero_grad", "clip", "schedule"], extra):
        for lines in itertools.permutations(frame + list(words)):
            if [word for word in lines if word in frame] == frame:
                expect.equal(student.find_slips(list(lines)), slips(list(lines)))


@pytest.mark.parametrize("seed", range(4))
@task("clip_together")
def test_clipping_is_pytorchs(student, seed):
    rng = np.random.default_rng(seed)
    shapes = [(3,), (2, 4), (), (1, 1, 2)]
    gradients = [rng.normal(size=shape) * 10.0 ** rng.uniform(-2, 2) for shape in shapes]
    longest = float(10.0 ** rng.uniform(-2, 2))
    parameters = [torch.nn.Parameter(torch.zeros(each.shape).double()) for each in gradients]
    for parameter, each in zip(parameters, gradients, strict=True):
        parameter.grad = torch.tensor(each)
    norm = torch.nn.utils.clip_grad_norm_(parameters, longest).item()
    got, seen = student.clip_together([*gradients, None], longest)
    expect.close(seen, norm, rtol=1e-9)
    expect.equal(got[-1], None)
    for each, parameter in zip(got, parameters, strict=False):
        expect.close(each, parameter.grad.numpy(), rtol=1e-9)


@task("clip_together")
def test_no_gradient_no_bound_and_nothing_changed(student):
    expect.equal(student.clip_together([None], 1.0), ([None], 0.0))
    zeros, norm = student.clip_together([np.zeros(3)], 1.0)
    expect.close(zeros[0], np.zeros(3))
    expect.close(norm, 0.0)
    long = np.full(2, 100.0)
    before = long.copy()
    got, _ = student.clip_together([long], None)
    expect.close(got[0], before, rtol=1e-12)
    student.clip_together([long], 0.1)
    expect.unchanged(before, long)


@pytest.mark.parametrize("seed", range(3))
@task("training_step")
def test_a_run_is_pytorchs(student, seed):
    rng = np.random.default_rng(seed)
    steps, warmup, rate, decay, longest = 8, 3, 0.05, 0.1, float(10.0 ** rng.uniform(-1.5, 0))
    theta = rng.normal(size=4)
    parameter = torch.nn.Parameter(torch.tensor(theta))
    optimiser = torch.optim.AdamW([parameter], weight_decay=decay, betas=(0.8, 0.95), eps=1e-6)
    m, v = np.zeros(4), np.zeros(4)
    factors = [1 / 4, 2 / 4, 3 / 4, 1, 4 / 5, 3 / 5, 2 / 5, 1 / 5]
    for k in range(steps):
        n = int(rng.integers(1, 9))
        x, y = rng.normal(size=(n, 4)) * 3, rng.integers(0, 2, n).astype(float)
        theta, m, v = student.training_step(
            theta, m, v, x, y, k, steps, rate, warmup, decay, longest, 0.8, 0.95, 1e-6
        )
        theta, m, v = np.asarray(theta), np.asarray(m), np.asarray(v)
        optimiser.param_groups[0]["lr"] = rate * factors[k]
        optimiser.zero_grad()
        logits = torch.tensor(x) @ parameter
        torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.tensor(y)).backward()
        torch.nn.utils.clip_grad_norm_([parameter], longest)
        optimiser.step()
        expect.close(theta, parameter.detach().numpy(), rtol=1e-8, atol=1e-10)


@task("training_step")
def test_large_logits_and_arguments_stay(student):
    arrays = [np.array([1000.0, -1000.0]), np.full(2, 0.1), np.full(2, 0.2), np.eye(2)]
    before = [each.copy() for each in arrays]
    theta, m, v = student.training_step(*arrays, np.array([1.0, 1.0]), 2, 5, 0.1, 1)
    for old, new in zip(before, arrays, strict=True):
        expect.unchanged(old, new)
    # p = (1, 0): only the second entry has a gradient, -1/2.
    expect.close(m, np.array([0.09, 0.09 - 0.05]), rtol=1e-9)
    expect.close(v, np.array([0.1998, 0.1998 + 0.00025]), rtol=1e-9)
    expect.finite(theta)


@pytest.mark.parametrize("seed", range(4))
@task("update_operations")
def test_products_counted_one_by_one(student, seed):
    rng = np.random.default_rng(seed)
    layers, d, f = (int(each) for each in rng.integers(1, 6, size=3))
    lengths = rng.integers(1, 12, size=rng.integers(1, 6)).tolist()
    rows, width = len(lengths), max(lengths)
    products = [(rows * width, d, d)] * 4 + [(rows * width, d, f), (rows * width, f, d)]
    products += [(width, d, width), (width, width, d)] * rows
    want = layers * sum(3 * 2 * a * b * c for a, b, c in products)
    expect.equal(student.update_operations(layers, d, f, lengths), want)


def by_small_ticks(launch, compute, ask):
    """Whole seconds, one after the other, as host and device would live them."""
    host_left, device_left = list(launch), list(compute)
    ordered = finished = now = idle = 0
    while ordered < len(launch) or finished < len(compute):
        waiting = ordered > finished and ordered > 0 and any(ask[finished:ordered])
        works = finished < ordered
        idle += not works and finished < len(compute)
        if not waiting and ordered < len(launch):
            host_left[ordered] -= 1
        if works:
            device_left[finished] -= 1
        now += 1
        if ordered < len(launch) and host_left[ordered] == 0:
            ordered += 1
        if works and device_left[finished] == 0:
            finished += 1
    return now, idle


@pytest.mark.parametrize("seed", range(12))
@task("clock")
def test_random_runs_second_by_second(student, seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 9))
    launch, compute = (rng.integers(1, 6, size=n).tolist() for _ in range(2))
    ask = (rng.random(n) < 0.4).tolist()
    expect.close(student.clock(launch, compute, ask), by_small_ticks(launch, compute, ask))


@pytest.mark.parametrize("every", [1, 2, 3, 7, 50])
@task("go_on")
def test_every_moment_of_a_run(student, every):
    sizes = [4, 1, 6, 2]
    places = [(epoch, place) for epoch, size in enumerate(sizes) for place in range(size)]
    places.append((len(sizes), 0))
    for done in range(sum(sizes) + 1):
        written = [step for step in range(1, done + 1) if step % every == 0 or step == 13]
        saved = max(written, default=0)
        expect.equal(student.go_on(done, sizes, every), (*places[saved], done - saved))

"""Hidden tests: random inputs from a fixed seed, PyTorch as the witness, and the edges."""

import numpy as np
import pytest
import torch

from ftlib.grading import expect, task


@pytest.mark.parametrize("seed", range(3))
@task("keras_kernel")
def test_a_convolution_by_hand(student, seed):
    rng = np.random.default_rng(seed)
    outputs, inputs, height, width = (int(n) for n in rng.integers(1, 5, 4))
    x = rng.normal(size=(1, inputs, height, width))
    weight = rng.normal(size=(outputs, inputs, height, width))
    want = torch.nn.functional.conv2d(torch.tensor(x), torch.tensor(weight)).numpy()[0, :, 0, 0]
    kernel = np.asarray(student.keras_kernel(weight))
    expect.shape(kernel, (height, width, inputs, outputs))
    expect.close(np.einsum("hwc,hwco->o", x[0].transpose(1, 2, 0), kernel), want, rtol=1e-9)


@pytest.mark.parametrize("picture", [(2, 3, 4), (3, 2, 2), (1, 4, 3), (4, 1, 1)])
@task("keras_kernel")
def test_a_flattened_picture(student, picture):
    rng = np.random.default_rng(sum(picture))
    x, weight = rng.normal(size=picture), rng.normal(size=(5, int(np.prod(picture))))
    want = weight @ x.reshape(-1)
    kernel = np.asarray(student.keras_kernel(weight, picture=picture))
    expect.shape(kernel, (int(np.prod(picture)), 5))
    expect.close(x.transpose(1, 2, 0).reshape(-1) @ kernel, want, rtol=1e-9)


@task("keras_kernel")
def test_a_square_matrix_and_a_bias(student):
    matrix = np.arange(9.0).reshape(3, 3)
    before = matrix.copy()
    expect.close(student.keras_kernel(matrix), before.T, rtol=1e-12)
    expect.unchanged(before, matrix)
    expect.shape(student.keras_kernel(np.arange(4.0)), (4,))


@pytest.mark.parametrize("g", [3.0, -1e-3, 1e-7, -2e-8, 1e-9])
@pytest.mark.parametrize("t", [1, 2, 50, 4000])
@task("adam_step")
def test_adam_run_step_by_step(student, g, t):
    m = v = 0.0
    for _ in range(t):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
    c1, c2 = 1 - 0.9**t, 1 - 0.999**t
    torch_step = (m / c1) / (np.sqrt(v / c2) + 1e-8)
    keras_step = np.sqrt(c2) / c1 * m / (np.sqrt(v) + 1e-7)
    expect.close(student.adam_step(g, t, "torch"), torch_step, rtol=1e-8)
    expect.close(student.adam_step(g, t, "keras"), keras_step, rtol=1e-8)


@task("adam_step")
def test_no_gradient_no_step(student):
    for framework in ("torch", "keras"):
        expect.close(student.adam_step(0.0, 5, framework), 0.0, atol=1e-15)


@pytest.mark.parametrize("seed", range(3))
@task("running_statistics")
def test_pytorch_itself(student, seed):
    rng = np.random.default_rng(seed)
    batches = [rng.normal(seed, 2, int(rng.integers(2, 9))) for _ in range(6)]
    norm = torch.nn.BatchNorm1d(1).double()
    for batch in batches:
        norm(torch.tensor(batch)[:, None])
    mean, variance = student.running_statistics(batches, "torch")
    expect.close(mean, norm.running_mean.item(), rtol=1e-9, atol=1e-12)
    expect.close(variance, norm.running_var.item(), rtol=1e-9)


@pytest.mark.parametrize("seed", range(3))
@task("running_statistics")
def test_keras_by_weights(student, seed):
    rng = np.random.default_rng(seed)
    batches = [rng.normal(seed, 2, int(rng.integers(2, 9))) for _ in range(6)]
    ages = 0.01 * 0.99 ** np.arange(5, -1, -1)
    means = [sum(batch) / len(batch) for batch in batches]
    spreads = [
        sum((x - mean) ** 2 for x in batch) / len(batch)
        for batch, mean in zip(batches, means, strict=True)
    ]
    mean, variance = student.running_statistics(batches, "keras")
    expect.close(mean, float(ages @ means), rtol=1e-9, atol=1e-12)
    expect.close(variance, 0.99**6 + float(ages @ spreads), rtol=1e-9)


@task("running_statistics")
def test_no_batch_yet(student):
    for framework in ("torch", "keras"):
        expect.equal(tuple(map(float, student.running_statistics([], framework))), (0.0, 1.0))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("how", ["each", "global"])
@task("clipped")
def test_random_gradients(student, seed, how):
    rng = np.random.default_rng(seed)
    gradients = [rng.normal(size=shape) * 2 for shape in [(3,), (2, 2), (1, 2, 3)]]
    gradients.append(np.full((2,), 0.01))
    before = [g.copy() for g in gradients]
    longest = float(rng.uniform(0.3, 2.0))
    got = student.clipped(gradients, longest, how)
    expect.equal(len(got), 4)
    whole = np.linalg.norm(np.concatenate([g.ravel() for g in before]))
    for mine, given in zip(got, before, strict=True):
        length = whole if how == "global" else np.linalg.norm(given.ravel())
        expect.close(mine, given * min(1.0, longest / length), rtol=1e-5)
    for given, now in zip(before, gradients, strict=True):
        expect.unchanged(given, now)


@task("clipped")
def test_zeros_stay_zeros(student):
    for how in ("each", "global"):
        got = student.clipped([np.zeros(3), np.zeros((2, 1))], 1.0, how)
        expect.close(got[0], np.zeros(3), atol=1e-15)
        expect.close(got[1], np.zeros((2, 1)), atol=1e-15)


@pytest.mark.parametrize("stride", [1, 2, 3, 4])
@pytest.mark.parametrize("window", [1, 2, 3, 5, 6])
@task("same_padding")
def test_as_few_zeros_as_the_promise_takes(student, window, stride):
    for size in range(1, 12):
        wanted = int(np.ceil(size / stride))
        total = next(p for p in range(99) if (size + p - window) // stride + 1 >= wanted)
        expect.equal(
            tuple(student.same_padding(size, window, stride)), (total // 2, total - total // 2)
        )

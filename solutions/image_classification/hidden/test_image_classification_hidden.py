"""Hidden tests: the definitions themselves, by loops, and the edges."""

import numpy as np
import pytest

from ftlib.grading import expect, task


def padded_place(side, kernel, stride, symmetric):
    """Where the first window begins, by trying how few zeros give enough places."""
    places = -(-side // stride)
    if symmetric:
        return -(kernel // 2)
    zeros = 0
    while (side + zeros - kernel) // stride + 1 < places or side + zeros < kernel:
        zeros += 1
    return -(zeros // 2)


@pytest.mark.parametrize("seed", range(8))
@task("earlier")
def test_by_following_the_middle_of_the_first_window(student, seed):
    rng = np.random.default_rng(seed)
    side = int(rng.integers(1, 120))
    layers = [(int(rng.choice([1, 3, 5, 7])), int(rng.integers(1, 4))) for _ in range(5)]
    begins, now = {}, side
    for symmetric in (True, False):
        begin, step, now = 0, 1, side
        for kernel, stride in layers:
            begin += step * padded_place(now, kernel, stride, symmetric)
            step *= stride
            now = -(-now // stride)
        begins[symmetric] = begin
    before = list(layers)
    got = student.earlier(side, layers)
    expect.equal(got, (begins[False] - begins[True], now))
    expect.unchanged(before, layers)


@task("earlier")
def test_no_layer(student):
    expect.equal(student.earlier(17, []), (0, 17))


@task("earlier")
def test_a_stride_wider_than_its_kernel(student):
    expect.equal(student.earlier(9, [(1, 3), (3, 3)]), (3 * 1, 1))


@pytest.mark.parametrize(("channels", "each"), [(2, 1), (3, 2), (4, 3)])
@task("address")
def test_both_forms_give_the_same_maps(student, channels, each):
    rng = np.random.default_rng(channels)
    kernel = rng.normal(size=(channels * each, 1, 2, 3)).astype(np.float32)
    x = rng.normal(size=(channels, 2, 3))
    want = np.array([(x[f // each] * kernel[f, 0]).sum() for f in range(channels * each)])
    moved = student.address(kernel, channels)
    expect.dtype(moved, "float32")
    expect.shape(moved, (2, 3, channels, each))
    got = np.einsum("cab,abcm->cm", x, np.asarray(moved, dtype=np.float64)).reshape(-1)
    expect.close(got, want, rtol=1e-5, atol=1e-6)


@task("address")
def test_every_entry_of_an_ordinary_kernel(student):
    kernel = np.arange(2 * 3 * 4 * 5, dtype=np.float64).reshape(2, 3, 4, 5)
    got = np.asarray(student.address(kernel, 1))
    expect.shape(got, (4, 5, 3, 2))
    for (f, c, a, b), value in np.ndenumerate(kernel):
        expect.close(float(got[a, b, c, f]), float(value), rtol=0)


@task("address")
def test_one_channel_and_an_ordinary_convolution(student):
    kernel = np.arange(6 * 2 * 3, dtype=np.float32).reshape(6, 1, 2, 3)
    got = student.address(kernel, 1)
    expect.shape(got, (2, 3, 1, 6))
    for f in range(6):
        expect.equal(np.asarray(got)[:, :, 0, f], kernel[f, 0])


@pytest.mark.parametrize("name", ["float16", "float64", "int32"])
@pytest.mark.parametrize(("shape", "groups"), [((4, 1, 2, 2), 2), ((4, 3, 2, 2), 1)])
@task("address")
def test_every_dtype_stays(student, name, shape, groups):
    kernel = np.arange(np.prod(shape)).reshape(shape).astype(name)
    kept = kernel.copy()
    expect.dtype(student.address(kernel, groups), name)
    expect.unchanged(kept, kernel)


@pytest.mark.parametrize("biased", [True, False])
@pytest.mark.parametrize("seed", range(3))
@task("folded")
def test_one_convolution_gives_what_two_steps_gave(student, biased, seed):
    rng = np.random.default_rng(seed)
    kernel = rng.normal(size=(4, 3, 2, 2))
    bias = rng.normal(size=4) if biased else None
    gamma, beta, mean = (rng.normal(size=4) for _ in range(3))
    variance = rng.uniform(0, 0.02, 4)  # small: epsilon counts
    patch = rng.normal(size=(3, 2, 2))
    given = (kernel, bias, gamma, beta, mean, variance)
    kept = tuple(None if each is None else each.copy() for each in given)
    new, offset = student.folded(*given, 0.01)
    expect.unchanged(kept, given)
    expect.shape(new, (4, 3, 2, 2))
    expect.shape(offset, (4,))
    for f in range(4):
        z = (kernel[f] * patch).sum() + (bias[f] if biased else 0)
        want = gamma[f] * (z - mean[f]) / (variance[f] + 0.01) ** 0.5 + beta[f]
        expect.close(
            float((np.asarray(new)[f] * patch).sum() + np.asarray(offset)[f]),
            float(want),
            rtol=1e-9,
            atol=1e-9,
        )


@task("folded")
def test_lists_will_do(student):
    new, offset = student.folded(
        np.ones((2, 1, 1, 1)), [1.0, 0.0], [1.0, 3.0], [0.0, 1.0], [1.0, 2.0], [0.75, 2.0], 0.25
    )
    expect.close(new, np.array([1.0, 2.0]).reshape(2, 1, 1, 1), rtol=1e-12)
    expect.close(offset, np.array([0.0, -3.0]), rtol=1e-12, atol=1e-12)


def brute(stages, channels, side):
    """Every kernel is made, and every output place is counted."""
    weights = products = 0
    for t, last, count, s, k in stages:
        strides = [s] + [1] * (count - 1)
        for stride in strides:
            wide = channels * t
            new = len(range(0, side, stride))
            kernels = [(np.zeros((wide, channels)), side * side)] if t > 1 else []
            kernels += [(np.zeros((wide, k, k)), new * new), (np.zeros((last, wide)), new * new)]
            weights += sum(kernel.size for kernel, _ in kernels)
            products += sum(kernel.size * places for kernel, places in kernels)
            channels, side = last, new
    return weights, products


@pytest.mark.parametrize("seed", range(6))
@task("cost")
def test_by_making_every_kernel(student, seed):
    rng = np.random.default_rng(seed)

    def draw(low, high):
        return int(rng.integers(low, high))

    stages = [
        (draw(1, 4), draw(1, 9), draw(1, 4), draw(1, 4), int(rng.choice([1, 3, 5])))
        for _ in range(4)
    ]
    channels, side = draw(1, 8), draw(5, 40)
    expect.equal(student.cost(stages, channels, side), brute(stages, channels, side))


@task("cost")
def test_no_stage(student):
    expect.equal(student.cost([], 3, 9), (0, 0))


def listed(got):
    """Names in a tuple or an array count as a list of strings; anything else as it came."""
    rows = got.tolist() if isinstance(got, np.ndarray) else got
    several = isinstance(rows, list | tuple)
    return [str(name) if isinstance(name, np.str_) else name for name in rows] if several else rows


@pytest.mark.parametrize("seed", range(8))
@task("answer")
def test_by_ranks(student, seed):
    rng = np.random.default_rng(seed)
    names = ["ant", "bee", "cow", "doe"]
    known = [(names[int(rng.integers(3))], float(rng.integers(0, 8))) for _ in range(40)]
    logits = [float(each) for each in rng.permutation(4)]
    strangeness, alpha = float(rng.integers(0, 9)), float(rng.choice([0.07, 0.21, 0.47]))
    first = names[int(np.argmax(logits))]
    row = sorted([each for kind, each in known if kind == first] + [strangeness], reverse=True)
    rank = len(row) - row[::-1].index(strangeness)  # of equals the last
    want = None if rank <= alpha * len(row) else [names[k] for k in np.argsort(logits)[::-1][:3]]
    before = ([*logits], [*known], [*names])
    got = student.answer(logits, strangeness, known, names, alpha, 3)
    expect.unchanged(before, (logits, known, names))
    expect.equal(listed(got), want)


@task("answer")
def test_a_share_that_is_alpha_but_for_rounding(student):
    known = [("cat", float(each)) for each in range(9)]
    expect.equal(student.answer([1.0], 10.0, known, ["cat"], 1 - 0.9, 1), None)


@task("answer")
def test_of_equals_the_first(student):
    got = student.answer([1.0, 4.0, 4.0, 1.0], 0.0, [], ["a", "b", "c", "d"], 0.4, 4)
    expect.equal(listed(got), ["b", "c", "a", "d"])


@task("answer")
def test_strange_ones_of_other_kinds_do_not_count(student):
    known = [("dog", 100.0)] * 50 + [("cat", 1.0)] * 4
    expect.equal(student.answer([0.0, 1.0], 5.0, known, ["dog", "cat"], 0.2, 1), None)
    expect.equal(listed(student.answer([0.0, 1.0], 5.0, known, ["dog", "cat"], 0.19, 1)), ["cat"])


@pytest.mark.parametrize("place", [0, 2, 3])
@task("answer")
def test_the_order_of_the_known_pictures_does_not_matter(student, place):
    known = [("cat", 1.0)] * 4
    known[place] = ("cat", 9.0)
    expect.equal(listed(student.answer([0.0, 1.0], 5.0, known, ["dog", "cat"], 0.3, 1)), ["cat"])
    expect.equal(student.answer([0.0, 1.0], 5.0, known, ["dog", "cat"], 0.4, 1), None)

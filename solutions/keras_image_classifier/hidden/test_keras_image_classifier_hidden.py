import numpy as np
import pytest

from ftlib.grading import expect, task


@pytest.mark.parametrize("arguments", [(3, 192, 256), (7, 3, 64), (2, 1, 1)])
@task("separable_weights")
def test_counts_of_larger_convolutions(student, arguments):
    k, channels, filters = arguments
    standard = sum(channels * filters for _ in range(k**2))
    separable = sum(k**2 + filters for _ in range(channels))
    expect.equal(student.separable_weights(*arguments), (standard, separable))


@task("to_model_range")
def test_every_pixel_value(student):
    images = np.arange(256, dtype=np.uint8).reshape(4, 8, 8, 1)
    got = student.to_model_range(images)
    expect.dtype(got, "float32")
    expect.close(got, np.linspace(-1, 1, 256).reshape(4, 8, 8, 1), atol=1e-6)


@task("to_model_range")
def test_the_range_does_not_depend_on_the_picture(student):
    expect.close(
        student.to_model_range(np.full((1, 2, 2, 3), 102, np.uint8)),
        np.full((1, 2, 2, 3), -0.2),
        atol=1e-6,
    )


@task("to_model_range")
def test_float32_is_refused_and_pixels_are_left_alone(student):
    expect.raises(ValueError, student.to_model_range, np.zeros((1, 2, 2, 3), np.float32))
    images = np.arange(12, dtype=np.uint8).reshape(1, 2, 2, 3)
    before = images.copy()
    student.to_model_range(images)
    expect.unchanged(before, images)


@task("cross_entropy")
def test_random_logits_in_both_forms(student):
    rng = np.random.default_rng(3)
    logits, labels = rng.normal(size=(40, 6)), rng.integers(0, 6, 40)
    p = np.exp(logits) / np.exp(logits).sum(axis=1)[:, None]
    want = -np.mean([np.log(p[row, label]) for row, label in enumerate(labels)])
    expect.close(student.cross_entropy(logits, labels), want, rtol=1e-9)
    expect.close(student.cross_entropy(logits, np.eye(6)[labels]), want, rtol=1e-9)


@task("cross_entropy")
def test_as_many_pictures_as_classes(student):
    logits = np.array([[3.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 5.0, 0.0]])
    labels = np.array([0, 2, 1])
    p = np.exp(logits) / np.exp(logits).sum(axis=1)[:, None]
    want = -(np.log(p[0, 0]) + np.log(p[1, 2]) + np.log(p[2, 1])) / 3
    expect.close(student.cross_entropy(logits, labels), want, rtol=1e-9)


@task("cross_entropy")
def test_huge_logits_stay_finite(student):
    got = student.cross_entropy(np.array([[1000.0, 0.0], [0.0, -1000.0]]), np.array([1, 0]))
    expect.finite(got)
    expect.close(got, 500.0, rtol=1e-9)


@task("cross_entropy")
def test_too_few_labels_are_refused(student):
    expect.raises(ValueError, student.cross_entropy, np.zeros((4, 3)), np.zeros(3, np.int64))


@task("cross_entropy")
def test_logits_and_labels_are_left_alone(student):
    logits = np.random.default_rng(6).normal(size=(3, 4))
    for labels in (np.array([3, 0, 1]), np.eye(4)[[3, 0, 1]]):
        before = logits.copy(), labels.copy()
        student.cross_entropy(logits, labels)
        expect.unchanged(before, (logits, labels))


@pytest.mark.parametrize("kind", [np.uint8, np.float32])
@task("mirror")
def test_colours_rows_and_dtype_stay(student, kind):
    rng = np.random.default_rng(4)
    batch = rng.integers(0, 256, size=(5, 4, 6, 3)).astype(kind)
    which = np.array([True, False, True, True, False])
    got = student.mirror(batch, which)
    expect.dtype(got, kind)
    want = np.stack(
        [
            np.stack([row[::-1] for row in picture]) if chosen else picture
            for picture, chosen in zip(batch, which, strict=True)
        ]
    )
    expect.equal(got, want)


@task("mirror")
def test_none_chosen_is_still_a_new_array(student):
    batch = np.ones((2, 2, 2, 1))
    before = batch.copy()
    expect.equal(student.mirror(batch, np.array([False, False])), before)
    expect.unchanged(before, batch)


@pytest.mark.parametrize(
    ("last", "want"),
    [
        (1, [False] * 5 + [True]),
        (4, [False, False, False, True, False, True]),
        (6, [True, False, False, True, False, True]),
        (9, [True, False, False, True, False, True]),
        (0, [False] * 6),
    ],
)
@task("trainable")
def test_every_depth(student, last, want):
    kinds = ["conv", "norm", "norm", "depthwise", "norm", "dense"]
    expect.equal(student.trainable(kinds, last), want)


@task("test_accuracy")
def test_random_batches(student):
    rng = np.random.default_rng(5)
    batches = [(rng.normal(size=(b, 3)), rng.integers(0, 3, b)) for b in (8, 8, 8, 3, 1)]
    right = [row.argmax() == label for z, y in batches for row, label in zip(z, y, strict=True)]
    expect.close(student.test_accuracy(batches), np.mean(right), rtol=1e-12)


@task("test_accuracy")
def test_a_single_batch_counts(student):
    expect.close(student.test_accuracy([(np.eye(3), np.array([0, 1, 0]))]), 2 / 3, rtol=1e-12)


@task("test_accuracy")
def test_no_batch_is_refused(student):
    expect.raises(ValueError, student.test_accuracy, [])

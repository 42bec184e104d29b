"""Pictures as examples: values, layout, and changes that depend on seed, epoch and row alone."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ftlib.data import Pictures, cropped, erased, flipped, prefetch, recoloured, shifted

RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (12, 6, 8, 3), dtype=np.uint8)
LABELS = np.arange(12)
EVERY = (flipped(), shifted(1), cropped(0.6), recoloured(), erased(0.3))
ROWS = np.array([3, 0, 7])


def test_values_and_layout_by_hand():
    mean, std = (0.5, 0.4, 0.3), (0.2, 0.3, 0.4)
    batch = Pictures(IMAGES, LABELS, mean=mean, std=std, name="pixel_values").batch(ROWS)
    assert list(batch) == ["pixel_values", "labels"]
    got = batch["pixel_values"]
    assert got.dtype == torch.float32
    assert list(got.shape) == [3, 3, 6, 8]
    for place, row in enumerate(ROWS):
        for channel in range(3):
            want = (IMAGES[row, :, :, channel] / 255 - mean[channel]) / std[channel]
            np.testing.assert_allclose(got[place, channel], want, atol=2e-6)
    assert got.is_contiguous(memory_format=torch.channels_last)
    assert batch["labels"].tolist() == [3, 0, 7]


def test_without_labels_and_without_rows():
    pictures = Pictures(IMAGES)
    assert list(pictures.batch(ROWS)) == ["input"]
    assert list(pictures.batch(np.array([], dtype=np.int64))["input"].shape) == [0, 3, 6, 8]
    assert len(pictures) == 12
    assert pictures.lengths.tolist() == [1] * 12
    assert not pictures.augmented


def test_a_picture_depends_on_seed_epoch_and_row_alone():
    pictures = Pictures(IMAGES, LABELS, changes=EVERY, seed=3)
    assert pictures.augmented
    whole = pictures.at_epoch(2).batch(np.arange(12))["input"]
    assert torch.equal(whole[ROWS], pictures.at_epoch(2).batch(ROWS)["input"])
    for other in (pictures.at_epoch(1), Pictures(IMAGES, LABELS, changes=EVERY, seed=4, epoch=2)):
        assert not torch.equal(whole, other.batch(np.arange(12))["input"])
    np.testing.assert_array_equal(Pictures(IMAGES).picture(4), IMAGES[4])


def test_changing_leaves_the_originals_alone():
    before = IMAGES.copy()
    pictures = Pictures(IMAGES, changes=EVERY)
    for epoch in range(5):
        pictures.at_epoch(epoch).batch(np.arange(12))["input"].zero_()
    np.testing.assert_array_equal(IMAGES, before)


def test_a_run_that_is_resumed_sees_the_same_pictures():
    pictures = Pictures(IMAGES, LABELS, changes=EVERY)
    order = [(epoch, rows) for epoch in range(3) for rows in np.split(np.arange(12), 3)]
    whole = [batch["input"] for batch in prefetch(pictures, order, workers=2, depth=4)]
    resumed = [batch["input"] for batch in prefetch(pictures, order[5:])]
    assert len(whole) == 9
    assert all(torch.equal(one, two) for one, two in zip(whole[5:], resumed, strict=True))
    assert torch.equal(whole[4], pictures.at_epoch(1).batch(np.arange(4, 8))["input"])
    assert not torch.equal(whole[1], whole[4])


def times(change, image, number=300):
    return [change(image, np.random.default_rng(seed)) for seed in range(number)]


def test_flipping_mirrors_columns():
    results = times(flipped(0.25), IMAGES[0])
    mirrored = [np.array_equal(each, IMAGES[0][:, ::-1]) for each in results]
    same = [np.array_equal(each, IMAGES[0]) for each in results]
    assert all(a != b for a, b in zip(mirrored, same, strict=True))
    assert abs(np.mean(mirrored) - 0.25) < 0.1


def test_shifting_moves_by_whole_pixels_and_repeats_the_edge():
    image = np.arange(48, dtype=np.uint8).reshape(6, 8, 1)
    seen = set()
    for each in times(shifted(1), image):
        for down in (-1, 0, 1):
            for right in (-1, 0, 1):
                lines = np.clip(np.arange(6) + down, 0, 5)
                columns = np.clip(np.arange(8) + right, 0, 7)
                if np.array_equal(each, image[lines[:, None], columns]):
                    seen.add((down, right))
                    break
            else:
                continue
            break
        else:
            pytest.fail("no shift by up to one pixel gives this picture")
    assert len(seen) == 9
    assert np.array_equal(times(shifted(0), image, 3)[0], image)


def test_cropping_shows_a_window_in_order():
    image = np.arange(80, dtype=np.uint8).reshape(8, 10, 1)
    heights = []
    for each in times(cropped(0.5), image):
        assert each.shape == image.shape
        lines, columns = each[:, 0, 0] // 10, each[0, :, 0] % 10
        assert (np.diff(lines.astype(int)) >= 0).all()
        assert (np.diff(columns.astype(int)) >= 0).all()
        assert np.array_equal(each[:, :, 0], lines[:, None] * 10 + columns)
        heights.append(int(lines[-1]) - int(lines[0]) + 1)
    assert min(heights) == 4
    assert max(heights) == 8
    assert np.array_equal(times(cropped(1.0), image, 1)[0], image)


def test_recolouring_stays_in_bounds_and_leaves_transparency():
    image = RNG.integers(0, 256, (6, 6, 4), dtype=np.uint8)
    for each in times(recoloured(0.3, 0.3, 0.3), image, 50):
        assert each.dtype == np.uint8
        np.testing.assert_array_equal(each[..., 3], image[..., 3])
    flat = np.full((4, 4, 3), 100, dtype=np.uint8)
    values = np.array([each.reshape(-1)[0] for each in times(recoloured(0.2, 0, 0), flat)], float)
    assert values.min() >= 80
    assert values.max() <= 120
    assert abs(values.mean() - 100) < 4 * 40 / np.sqrt(12 * 300)
    assert (times(recoloured(0, 0, 0), flat, 1)[0] == flat).all()
    bright = np.full((4, 4, 3), 250, dtype=np.uint8)
    assert max(each.max() for each in times(recoloured(0.5, 0, 0), bright)) == 255  # no overflow


def test_erasing_covers_one_square_anywhere():
    image = np.full((6, 9, 3), 7, dtype=np.uint8)
    seen = set()
    for each in times(erased(0.5, fill=200), image, 200):
        covered = (each == 200).all(axis=2)
        rows, columns = covered.any(axis=1), covered.any(axis=0)
        assert (rows.sum(), columns.sum(), covered.sum()) == (3, 3, 9)
        assert (each[~covered] == 7).all()
        seen.add((int(rows.argmax()), int(columns.argmax())))
    assert len(seen) == 4 * 7  # every place that is wholly inside
    assert (image == 7).all()  # the picture itself stays
    assert (times(erased(0), image, 1)[0] == image).all()


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: Pictures(IMAGES[0]), r"images is uint8 of shape \(6, 8, 3\)"),
        (lambda: Pictures(IMAGES.astype(float)), "images is float64"),
        (lambda: Pictures(IMAGES, LABELS[:3]), "labels 3 entries"),
        (lambda: flipped(2), "chance is 2"),
        (lambda: shifted(-1), "most is -1"),
        (lambda: cropped(0), "least is 0"),
        (lambda: recoloured(contrast=2), "contrast is 2"),
        (lambda: erased(1.5), "share is 1.5"),
        (lambda: erased(fill=256), "fill is 256"),
    ],
)
def test_bad_input_is_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_equal_pictures_in_other_rows_are_changed_otherwise():
    alike = Pictures(np.repeat(IMAGES[:1], 12, axis=0), changes=[shifted(1)])
    whole = alike.batch(np.arange(12))["input"]
    assert len({each.numpy().tobytes() for each in whole}) > 4  # of nine moves

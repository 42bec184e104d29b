"""Patches that stay in their region, and what they show."""

import numpy as np
import pytest

from ftlib import data


def test_no_two_regions_share_a_pixel():
    corners, regions = data.region_patches(40, 52, size=7, stride=3, region=20)
    assert set(regions) == {0, 1, 2, 3}
    owner = np.full((40, 52), -1)
    for (row, column), region in zip(corners, regions, strict=True):
        seen = owner[row : row + 7, column : column + 7]
        assert set(np.unique(seen)) <= {-1, region}
        seen[:] = region
    assert (owner[:, 40:] == -1).all()
    assert regions[np.flatnonzero((corners == [0, 20]).all(axis=1))[0]] == 1


def test_every_place_of_a_region_once():
    corners, regions = data.region_patches(10, 10, size=4, stride=2, region=10)
    assert corners.tolist() == [[i, j] for i in (0, 2, 4, 6) for j in (0, 2, 4, 6)]
    assert regions.tolist() == [0] * 16


def test_the_patches_are_the_picture():
    picture = np.random.default_rng(0).integers(0, 255, (20, 30, 3), dtype=np.uint8)
    corners = np.array([[0, 0], [3, 11], [15, 25]])
    for part, want in ((picture, (3, 5, 5, 3)), (picture[..., 0], (3, 5, 5))):
        patches = data.cut_patches(part, corners, 5)
        assert patches.shape == want
        for patch, (row, column) in zip(patches, corners, strict=True):
            assert (patch == part[row : row + 5, column : column + 5]).all()


@pytest.mark.parametrize(
    "sizes",
    [
        {"size": 0, "stride": 1, "region": 4},
        {"size": 5, "stride": 1, "region": 4},
        {"size": 2, "stride": 0, "region": 4},
        {"size": 2, "stride": 1, "region": 11},
    ],
)
def test_sizes_that_do_not_fit(sizes):
    with pytest.raises(ValueError, match="give 1 ≤ size"):
        data.region_patches(10, 12, **sizes)


@pytest.mark.parametrize("corner", [(6, 0), (0, -1)])
def test_a_patch_must_lie_inside(corner):
    with pytest.raises(ValueError, match="corners"):
        data.cut_patches(np.zeros((10, 10)), np.array([corner]), 5)


def test_whole_pixels_only():
    with pytest.raises(ValueError, match="whole pixels"):
        data.region_patches(10, 12, size=2.5, stride=1, region=5)


@pytest.mark.parametrize(
    ("picture", "corners", "size", "says"),
    [
        (np.zeros((10, 12)), [(5, 8)], 5, r"corners holds \(5, 8\); .* \(0, 0\) and \(5, 7\)"),
        (np.zeros((10, 12)), [(0, 0, 0)], 5, r"int64 of shape \(1, 3\)"),
        (np.zeros((10, 12)), [(0.0, 1.0)], 5, "corners is float64"),
        (np.zeros((10, 12)), [], 5, r"shape \(0,\)"),
        (np.zeros((10, 12)), [(0, 0)], 11, "size is 11 for a picture"),
        (np.zeros((10, 12)), [(0, 0)], 0, "size is 0"),
        (np.zeros(10), [(0, 0)], 1, r"picture of shape \(10,\)"),
    ],
)
def test_patches_that_cannot_be_cut_are_named(picture, corners, size, says):
    with pytest.raises(ValueError, match=says):
        data.cut_patches(picture, corners, size)


def test_no_corner_no_patch_and_a_copy():
    picture = np.arange(12).reshape(3, 4)
    assert data.cut_patches(picture, np.zeros((0, 2), int), 2).shape == (0, 2, 2)
    patches = data.cut_patches(picture, [(1, 2)], 2)
    patches[:] = -1
    assert picture.min() == 0

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

"""The picture loaders: what is on white, who shares a group, and what they refuse."""

import numpy as np
import pytest
from PIL import Image

from ftlib import assets
from ftlib.assets.catalogue import find
from ftlib.assets.loaders import pictures


def test_transparent_pixels_become_white_before_resampling():
    picture = Image.new("RGBA", (8, 8), (0, 0, 0, 0))  # black underneath, but invisible
    picture.paste((255, 0, 0, 255), (4, 0, 8, 8))
    out = pictures.on_white(picture, 4)
    assert out.shape == (4, 4, 3)
    assert out.dtype == np.uint8
    assert out[..., 0].min() >= 250  # white and red are both full of red; hidden black is not
    assert out[:, 0].min() >= 240


def test_half_transparent_pixels_are_blended():
    picture = Image.new("RGBA", (16, 16), (0, 0, 0, 128))
    assert np.abs(pictures.on_white(picture, 16).astype(int) - 127).max() <= 1


def test_a_wide_picture_is_centred_not_stretched():
    picture = Image.new("RGBA", (16, 8), (0, 0, 255, 255))
    out = pictures.on_white(picture, 16)
    assert (out[:4] == 255).all()
    assert (out[12:] == 255).all()
    assert (out[4:12] == [0, 0, 255]).all()


def test_every_character_stands_once():
    characters = "".join(pictures.PICTOGRAMS.values())
    assert len(set(characters)) == len(characters)
    assert "\u200d" not in characters  # no joined sequences
    assert "\ufe0f" not in characters


def test_twins_exist_and_share_their_class():
    kind = {c: name for name, text in pictures.PICTOGRAMS.items() for c in text}
    twins = [c for group in pictures.TWINS.split() for c in group]
    assert len(set(twins)) == len(twins)
    for group in pictures.TWINS.split():
        assert len({kind[c] for c in group}) == 1


@pytest.mark.parametrize("size", [15, 513, 0])
def test_a_strange_size_is_refused(tmp_path, size):
    with pytest.raises(ValueError, match=f"size is {size}"):
        pictures.emoji_google(find("emoji_google"), tmp_path, size=size)


def test_google_emoji():
    table = assets.data("emoji_google")
    assert table.images.shape == (333, 64, 64, 3)
    assert table.images.dtype == np.uint8
    assert np.bincount(table.label).tolist() == [61, 23, 36, 62, 50, 30, 40, 31]
    assert set(table.split) == {"train", "validation", "test"}
    where = dict(zip(table.frame["character"], table.groups, strict=True))
    assert where["🍎"] == where["🍏"] == "1f34e"
    assert where["🍌"] == "1f34c"


def test_google_emoji_are_all_different_pictures():
    table = assets.data("emoji_google")
    assert len({image.tobytes() for image in table.images}) == len(table)
    corners = table.images[:, [0, 0, -1, -1], [0, -1, 0, -1]]
    assert (corners == 255).mean() > 0.8  # on white


def test_no_group_lies_in_two_splits():
    table = assets.data("emoji_google")
    splits = {}
    for group, split in zip(table.groups, table.split, strict=True):
        splits.setdefault(group, set()).add(split)
    assert all(len(each) == 1 for each in splits.values())


def test_a_stamp_and_its_mirror_image_share_a_group(tmp_path):
    for folder, name in (("vehicles", "car.png"), ("vehicles", "car_mirror.png")):
        (tmp_path / folder).mkdir(exist_ok=True)
        Image.new("RGBA", (20, 10), (0, 0, len(name), 255)).save(tmp_path / folder / name)
    table = pictures.stamps(find("stamps"), tmp_path, size=32)
    assert table.images.shape == (2, 32, 32, 3)
    assert table.label.tolist() == [5, 5]
    assert table.groups.tolist() == ["vehicles/car", "vehicles/car"]
    assert table.frame["file"].tolist() == ["vehicles/car.png", "vehicles/car_mirror.png"]


def test_openmoji_without_a_rasteriser_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "resvg_py", None)
    with pytest.raises(assets.AssetUnavailable, match="pip install resvg-py"):
        pictures.openmoji(find("openmoji"), tmp_path)


def test_file_names_with_and_without_the_colour_mark(tmp_path):
    (tmp_path / "2702-fe0f.png").touch()
    (tmp_path / "1f40e.png").touch()
    assert pictures._first(tmp_path, "2702", ".png").name == "2702-fe0f.png"
    assert pictures._first(tmp_path, "1f40e", ".png").name == "1f40e.png"

"""The classifier around features that are known: the mean colour of the picture."""

import contextlib
import io

import numpy as np
import pytest
from PIL import Image

from ftlib.cases.pictures import PictureClassifier, read_picture

NAMES = ("red", "green", "blue")


def mean_colour(pixels):
    return pixels.reshape(len(pixels), -1, 3).mean(axis=1) / 255


def plain(colour, size=8):
    return np.full((size, size, 3), colour, dtype=np.uint8)


def made(**changes):
    options = {
        "features": mean_colour,
        "weight": 4 * np.eye(3),
        "bias": np.zeros(3),
        "names": NAMES,
        "strangeness": lambda found: 1 - found.max(axis=1),
        "known": np.linspace(0, 0.19, 20),
        "size": 8,
        "refuse": 0.1,
    }
    return PictureClassifier(**(options | changes))


def test_the_most_probable_class_and_its_probability():
    answer = made().classify(plain((255, 0, 0)))
    assert answer.kind == "red"
    assert answer.top[0] == ("red", pytest.approx(np.exp(4) / (np.exp(4) + 2)))
    assert [name for name, _ in answer.top] == ["red", "green", "blue"]
    assert len(made().classify(plain((255, 0, 0)), top=1).top) == 1


@pytest.mark.parametrize(
    ("red", "usual", "kind"),
    [
        (255, 21 / 21, "red"),  # strangeness 0: all twenty are at least as strange
        (207, 2 / 21, None),  # 0.188: only 0.19 is; 2/21 < 0.1
        (204, 1 / 21, None),  # 0.2: none is
        (208, 3 / 21, "red"),  # 0.184: two were asked for a rank above 0.1
    ],
)
def test_it_refuses_what_fewer_than_a_share_of_known_pictures_equals(red, usual, kind):
    answer = made(known=np.concatenate([np.zeros(18), [0.1845, 0.19]])).classify(plain((red, 0, 0)))
    assert answer.usual == pytest.approx(usual)
    assert answer.kind == kind
    assert ("none of these" in str(answer)) == (kind is None)


def test_an_answer_at_the_limit_is_refused_and_with_zero_nothing_is():
    strange = plain((0, 0, 0))
    assert made(known=np.zeros(19), refuse=1 / 20).classify(strange).kind is None
    assert made(refuse=0).classify(strange).kind == "red"
    assert made(refuse=0, known=np.zeros(0)).classify(strange).usual == 1


def two_measures(found):
    return np.column_stack([1 - found.max(axis=1), found[:, 2]])


@pytest.mark.parametrize(
    ("colour", "usual", "kind"),
    [
        ((255, 0, 0), 1.0, "red"),  # 2 · 1, cut at 1
        ((255, 0, 54), 2 * 2 / 21, "red"),  # blue 0.2118: one of twenty is as blue
        ((204, 0, 0), 2 * 1 / 21, None),  # no known one is as dark
        ((255, 0, 60), 2 * 1 / 21, None),  # none is as blue, though all are as dark
    ],
)
def test_two_measures_share_one_promise(colour, usual, kind):
    known = np.column_stack([np.linspace(0, 0.19, 20), np.linspace(0, 0.22, 20)])
    answer = made(strangeness=two_measures, known=known).classify(plain(colour))
    assert answer.usual == pytest.approx(usual)
    assert answer.kind == kind


def test_measures_that_do_not_fit_are_named():
    with pytest.raises(ValueError, match=r"\(1, 2\) and known has \(20,\)"):
        made(strangeness=two_measures).classify(plain((255, 0, 0)))


def test_many_at_once_are_the_same_as_each():
    pictures = [plain((9, 230, 30)), plain((0, 0, 255)), plain((80, 80, 80))]
    together = made().classify_all(pictures)
    assert [each.kind for each in together] == ["green", "blue", None]
    assert together == [made().classify(each) for each in pictures]
    assert made().classify_all([]) == []


def stored(picture, kind, **options):
    held = io.BytesIO()
    picture.save(held, kind, **options)
    return held.getvalue()


def test_files_bytes_and_images_of_every_mode(tmp_path):
    colour = Image.fromarray(plain((200, 10, 10)))
    (tmp_path / "a.png").write_bytes(stored(colour, "PNG"))
    for each in (str(tmp_path / "a.png"), tmp_path / "a.png", stored(colour, "PNG"), colour):
        np.testing.assert_array_equal(read_picture(each, 8), plain((200, 10, 10)))
    palette = colour.quantize(2)
    np.testing.assert_allclose(
        read_picture(stored(palette, "PNG"), 8), plain((200, 10, 10)), atol=3
    )
    jpeg = read_picture(stored(colour, "JPEG"), 8).astype(int)
    np.testing.assert_allclose(jpeg, plain((200, 10, 10)), atol=3)


@pytest.mark.parametrize("shape", [(8, 8), (8, 8, 1)])
def test_grey_arrays(shape):
    np.testing.assert_array_equal(read_picture(np.full(shape, 90, np.uint8), 8), plain((90,) * 3))


def test_sixteen_bits_keep_their_shades():
    grey = Image.fromarray(np.full((8, 8), 0x5A00, dtype=np.uint16))
    np.testing.assert_array_equal(read_picture(stored(grey, "PNG"), 8), plain((0x5A,) * 3))


def test_transparent_is_white_and_a_narrow_picture_is_centred():
    clear = np.zeros((8, 8, 4), dtype=np.uint8)
    np.testing.assert_array_equal(read_picture(clear, 8), plain((255,) * 3))
    tall = read_picture(np.zeros((8, 4, 3), dtype=np.uint8), 8)
    assert (tall[:, 2:6] == 0).all()
    assert (tall[:, [0, 1, 6, 7]] == 255).all()


def test_a_camera_held_upright_is_believed():
    lying = np.zeros((8, 8, 3), dtype=np.uint8)
    lying[:, :4] = 255  # left half white
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by a quarter, clockwise
    turned = read_picture(stored(Image.fromarray(lying), "PNG", exif=exif), 8)
    assert (turned[:4] == 255).all()
    assert (turned[4:] == 0).all()


@pytest.mark.parametrize(
    ("picture", "says"),
    [
        ("nowhere.png", r"'nowhere\.png' does not exist"),
        (b"GIF89a but not really", "of 21 bytes cannot be read"),
        (np.zeros((8, 8, 3)), "float64"),
        (np.zeros((8, 8, 2), np.uint8), r"\(8, 8, 2\)"),
        (np.zeros((0, 8, 3), np.uint8), r"\(0, 8, 3\)"),
        (7, "is a int"),
    ],
)
def test_what_is_no_picture_is_named(picture, says):
    with pytest.raises(ValueError, match=says):
        made().classify(picture)


def test_half_a_file_is_refused():
    whole = stored(
        Image.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)), "PNG"
    )
    with pytest.raises(ValueError, match="cannot be read"):
        read_picture(whole[: len(whole) // 2], 8)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"bias": np.zeros(2)}, r"bias \(2,\)"),
        ({"weight": np.zeros((2, 3))}, r"\(2, 3\)"),
        ({"refuse": 1.0}, "refuse is 1.0"),
        ({"known": np.zeros(8)}, "8 pictures; to refuse 10.0% by one measure give at least 9"),
        (
            {"known": np.zeros((18, 2))},
            "18 pictures; to refuse 5.0% by one measure give at least 19",
        ),
        ({"known": np.zeros((20, 1, 1))}, r"known has shape \(20, 1, 1\)"),
    ],
)
def test_a_classifier_that_does_not_fit_together_is_refused(changes, says):
    with pytest.raises(ValueError, match=says):
        made(**changes)


def test_top_is_at_least_one():
    with pytest.raises(ValueError, match="top is 0"):
        made().classify(plain((1, 2, 3)), top=0)


def test_many_at_once_may_be_an_array_and_one_is_not_many():
    pictures = np.stack([plain((255, 0, 0)), plain((0, 255, 0))])
    assert [each.kind for each in made().classify_all(pictures)] == ["red", "green"]
    for one in (pictures[0], pictures[0, ..., 0], "a.png", b"GIF", Image.fromarray(pictures[0])):
        with pytest.raises(ValueError, match="pictures is one picture; give a list"):
            made().classify_all(one)


def test_the_picture_that_fails_is_named():
    with pytest.raises(ValueError, match=r"pictures\[1\]: picture is a NoneType"):
        made().classify_all([plain((255, 0, 0)), None])
    with pytest.raises(ValueError, match="top is 0"):
        made().classify_all([plain((255, 0, 0))], top=0)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"features": lambda pixels: np.full((1, 3), np.nan)}, "features gave shape"),
        ({"features": lambda pixels: np.zeros((1, 4))}, r"features gave shape \(1, 4\)"),
        ({"strangeness": lambda found: np.full(1, np.nan)}, "nan|NaN"),
        ({"known": np.array([0.1] * 19 + [np.nan])}, "not nan"),
    ],
)
def test_numbers_that_are_none_are_named(changes, says):
    with pytest.raises(ValueError, match=says):
        made(**changes).classify(plain((255, 0, 0)))


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 30_000, 3), (30_000, 1), (1, 1, 4)])
def test_tiny_and_thin_pictures(shape):
    """A line of 30 000 pixels on a white square would take four gigabytes."""
    seen = read_picture(np.zeros(shape, np.uint8), 8)
    assert seen.shape == (8, 8, 3)
    if shape == (1, 1, 3):
        assert (seen == 0).all()


@pytest.mark.parametrize(
    "mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "HSV", "I;16", "I"]
)
def test_every_mode_has_an_answer(mode):
    grey = Image.new("L", (8, 8), 255)
    picture = (
        Image.new(mode, (8, 8), 65535)
        if mode.startswith("I")
        else grey.convert("RGB").convert(mode)
    )
    assert (read_picture(picture, 8) > 250).all()


@pytest.mark.parametrize(
    ("picture", "says"),
    [
        (Image.new("F", (8, 8)), "of mode F and size"),
        (Image.new("RGB", (0, 5)), r"size \(0, 5\) cannot be read"),
        (None, "is a NoneType"),
        ([[1, 2], [3, 4]], "is a list"),
        (".", "cannot be read"),
        ("a\x00b", "cannot be read"),
        ("x" * 5000, "cannot be read"),
        (b"", "of 0 bytes cannot be read"),
        (np.zeros((8, 8, 3), bool), "picture is bool"),
        (np.zeros((8, 8, 3), np.int64), "int64"),
        (np.zeros((2, 8, 8, 3), np.uint8), r"\(2, 8, 8, 3\)"),
        (np.zeros((), np.uint8), r"shape \(\)"),
    ],
)
def test_strange_pictures_are_named(picture, says):
    with pytest.raises(ValueError, match=says):
        read_picture(picture, 8)


def test_a_picture_that_breaks_off_is_named_when_it_was_opened_before():
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)
    whole = stored(Image.fromarray(noise), "PNG")
    with pytest.raises(ValueError, match="of mode RGB and size"):
        read_picture(Image.open(io.BytesIO(whole[: len(whole) // 2])), 8)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"])
def test_damaged_files_are_read_or_refused(kind, monkeypatch):
    """Bytes are turned at random places; nothing but a ValueError may come out."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 5000)  # a turned byte can make a side of 60 000
    rng = np.random.default_rng(0)
    exif = Image.Exif()
    exif[0x0112] = 6
    noise = Image.fromarray(rng.integers(0, 255, (16, 16, 3), np.uint8))
    whole = stored(noise, kind, **({"exif": exif} if kind in ("PNG", "JPEG", "WEBP") else {}))
    for _ in range(100):
        broken = bytearray(whole)
        for place in rng.choice(min(len(whole), 400), 3):
            broken[place] = rng.integers(256)
        with contextlib.suppress(ValueError):
            assert read_picture(bytes(broken), 8).shape == (8, 8, 3)

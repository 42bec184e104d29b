"""Figures of lines are stored with a palette; photographs stay as they were drawn."""

import base64
import io

import nbformat
import numpy as np
import pytest
from PIL import Image

from ftlib.book.shrinking import smaller
from ftlib.book.sources import Chapter
from ftlib.book.storing import store


def png(pixels):
    """uint8 [H, W, 4] → the bytes of a PNG."""
    stored = io.BytesIO()
    Image.fromarray(pixels, "RGBA").save(stored, "PNG", compress_level=1)
    return stored.getvalue()


def pixels_of(stored):
    return np.asarray(Image.open(io.BytesIO(stored)).convert("RGBA")).astype(int)


@pytest.fixture
def drawing():
    """Transparent, with lines whose edges are soft."""
    pixels = np.zeros((200, 300, 4), np.uint8)
    pixels[..., :3] = 118, 127, 140
    for row in range(10, 200, 20):
        pixels[row - 1 : row + 2, :, 3] = np.array([60, 255, 60])[:, None]
        pixels[row, 50:250, :3] = 31, 131, 196
    return pixels


@pytest.fixture
def photograph():
    """Opaque, with more colours than a palette can hold."""
    pixels = np.random.default_rng(0).integers(0, 256, (200, 300, 4)).astype(np.uint8)
    pixels[..., 3] = 255
    return pixels


def test_a_drawing_is_smaller_and_looks_the_same(drawing):
    before = png(drawing)
    after = smaller(before)
    assert len(after) < 0.7 * len(before)
    seen = np.where(pixels_of(before)[..., 3:] > 0, pixels_of(before) - pixels_of(after), 0)
    assert np.abs(seen).mean() <= 0.5


def test_what_is_transparent_stays_so(drawing):
    before, after = pixels_of(png(drawing)), pixels_of(smaller(png(drawing)))
    assert ((before[..., 3] == 0) == (after[..., 3] == 0)).all()


def test_a_photograph_is_left_alone(photograph):
    assert smaller(png(photograph)) == png(photograph)


def test_a_soft_shade_is_left_alone():
    shade = np.zeros((64, 64, 4), np.uint8)  # 4096 colours, each in one place
    shade[..., 0], shade[..., 1] = np.arange(64)[:, None] * 4, np.arange(64) * 4
    shade[..., 3] = 255
    assert smaller(png(shade)) == png(shade)


def test_twice_is_once(drawing):
    once = smaller(png(drawing))
    assert smaller(once) == once


def test_a_chapter_is_stored_with_small_figures(tmp_path, drawing):
    code = nbformat.v4.new_code_cell("plt.show()")
    figure = {"image/png": base64.b64encode(png(drawing)).decode(), "text/plain": "<Figure>"}
    code.outputs = [nbformat.v4.new_output("display_data", figure)]
    chapter = Chapter("part/unit", tmp_path / "unit.md")
    store(chapter, nbformat.v4.new_notebook(cells=[code]))
    (output,) = nbformat.read(chapter.notebook, as_version=4).cells[0].outputs
    assert base64.b64decode(output.data["image/png"]) == smaller(png(drawing))
    assert output.data["text/plain"] == "<Figure>"

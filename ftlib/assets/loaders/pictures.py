"""Small colour pictures of things: pictograms in two drawing styles, and photographic cut-outs."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ftlib.assets.catalogue import Asset
from ftlib.assets.errors import AssetUnavailable
from ftlib.assets.table import ImageTable, image_table

# Chosen one by one from Unicode's groups, which also hold what a picture cannot show to be of its
# class: a paw print under mammals, a fuel pump under vehicles, a rock under buildings.
PICTOGRAMS = {
    "mammal": (
        "🐀🐁🐂🐃🐄🐅🐆🐇🐈🐎🐏🐐🐑🐒🐕🐖🐗🐘🐨🐩🐪🐫🐭🐮🐯🐰🐱🐴🐵🐶🐷🐹🐺🐻🐼🐿🦁🦄🦇🦊"
        "🦌🦍🦏🦒🦓🦔🦘🦙🦛🦝🦡🦣🦥🦦🦧🦨🦫🦬🦮🫎🫏"
    ),
    "plant": "🌷🌸🌹🌺🌻🌼💐🪷🪻🥀🌱🌲🌳🌴🌵🌾🌿🍀🍁🍂🍃🪴☘",
    "fruit": "🍅🍇🍈🍉🍊🍋🍌🍍🍎🍏🍐🍑🍒🍓🥝🥥🥭🫐🫒🌰🌶🌽🍆🥑🥒🥔🥕🥜🥦🥬🧄🧅🫑🫘🫚🫛",
    "dish": (
        "🌭🌮🌯🍔🍕🍖🍗🍞🍟🍲🍳🍿🥐🥓🥖🥗🥘🥙🥞🥣🥨🥩🥪🥫🥯🧀🧆🧇🧈🫓🫔🫕🍘🍙🍚🍛🍜🍝🍡🍢"
        "🍣🍤🍥🍱🥟🥠🥡🥮🍦🍧🍨🍩🍪🍫🍬🍭🍮🍯🎂🍰🥧🧁"
    ),
    "vehicle": (
        "🏍🏎🚂🚃🚄🚅🚆🚇🚈🚊🚋🚌🚍🚎🚐🚑🚒🚓🚔🚕🚖🚗🚘🚙🚚🚛🚜🚝🚲🛴🛵🛺🛻🦼🦽🚀🚁🚟🚠🚡"
        "🛩🛫🛬✈🚢🚤🛥🛶⛴⛵"
    ),
    "building": "🏠🏡🏘🏚🏛🏟🏢🏣🏤🏥🏦🏨🏩🏪🏫🏬🏭🏯🏰💒🗼🗽🛖⛪🕌🕍🛕⛩🕋⛺",
    "clothing": "🎒🎓🎩👑👒👓👔👕👖👗👘👙👚👛👜👝👞👟👠👡👢🕶🥻🥼🥽🥾🥿🦺🧢🧣🧤🧥🧦🩰🩱🩲🩳🩴🪖⛑",
    "tool": "🔧🔨🔩🗜🗡🛠🧰🧲🪃🪓🪚🪛🪜🪝⚒⚔⚙⛏✂🖇📎📏📐🧹🪒🪠🪣🪥🔪🥄🍴",
}

# Drawings that differ in colour, age or number only: on two sides of a split, the one would
# give away the other.
TWINS = (
    "🐀🐁 🐂🐃 🐅🐆 🐏🐑 🐪🐫 🐻🐼 🐴🦄 🐕🦮 🍎🍏 🚓🚔 🚕🚖 "
    "🚗🚘 🏠🏡🏘 🏣🏤 🏨🏩 👓🕶 👕👚 🗡⚔ ⚒🔨🛠⛏ 🖇📎 🛫🛬"
)

# Folder of the stamps → name of the class.
STAMPS = {
    "animals/mammals": "mammal",
    "animals/birds": "bird",
    "animals/insects": "insect",
    "food/fruit": "fruit",
    "plants/flowers": "flower",
    "vehicles": "vehicle",
}


def emoji_google(asset: Asset, root: Path, *, size: int = 64) -> ImageTable:
    """Google's emoji of eight kinds of things, drawn at 64 × 64 pixels, on white.

    Args:
        size: side of the pictures; other than 64, they are resampled (bicubic).

    Columns: label, split, `group` and `character` (the emoji). The group is the character in
    hexadecimal, shared by drawings that differ in colour or number only, and the same in
    `openmoji`: so two drawings of one thing lie in the same split.

    Raises:
        ValueError: for a `size` outside 16 … 512.
    """
    return _pictograms(asset, size, lambda name: _png(root / "64", name.lower()))


def openmoji(asset: Asset, root: Path, *, size: int = 160) -> ImageTable:
    """OpenMoji's drawings of the same things, drawn at `size` × `size` pixels, on white.

    Args, columns and errors: as `emoji_google`.

    Raises:
        AssetUnavailable: when `resvg-py`, which turns drawings (SVG) into pixels, is missing.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise AssetUnavailable(
            "the drawings of 'openmoji' are SVG files, and resvg-py, which makes pixels of them, "
            "is not installed; run `pip install resvg-py`, or take the pixels of 'emoji_google'"
        ) from None

    def drawn(name: str) -> Image.Image:
        source = _first(root / "color" / "svg", name.upper(), ".svg").read_text(encoding="utf-8")
        pixels = svg_to_bytes(svg_string=source, width=size, height=size, skip_system_fonts=True)
        return Image.open(io.BytesIO(bytes(pixels)))

    return _pictograms(asset, size, drawn)


def stamps(asset: Asset, root: Path, *, size: int = 160) -> ImageTable:
    """229 cut-out pictures of six kinds of things, most of them photographs, on white squares.

    Args:
        size: side of the pictures.

    Columns: label, split, `group` (a picture and its mirror image are one) and `file`.

    Raises:
        ValueError: for a `size` outside 16 … 512.
    """
    _check(size)
    names = tuple(STAMPS.values())
    images, labels, groups, files = [], [], [], []
    for label, folder in enumerate(STAMPS):
        for path in sorted((root / folder).rglob("*.png")):
            place = path.relative_to(root).as_posix()
            with Image.open(path) as picture:
                images.append(on_white(picture, size))
            labels.append(label)
            groups.append(place.removesuffix(".png").removesuffix("_mirror"))
            files.append(place)
    counts = {"files": len(files)}
    return image_table(
        asset, np.stack(images), labels, names, groups=groups, counts=counts, file=files
    )


def on_white(picture: Image.Image, size: int) -> NDArray[np.uint8]:
    """The picture on a white square of `size` × `size` pixels: uint8, shape [size, size, 3].

    Transparent pixels are blended with white *before* resampling: their hidden colour (often
    black) would otherwise bleed into the edges. A picture that is not square is centred.
    """
    rgba = picture.convert("RGBA")
    side = max(rgba.size)
    square = Image.new("RGBA", (side, side), "white")
    square.alpha_composite(rgba, ((side - rgba.width) // 2, (side - rgba.height) // 2))
    flat = square.convert("RGB")
    if side != size:
        flat = flat.resize((size, size), Image.Resampling.BICUBIC)
    return np.asarray(flat)


def _pictograms(asset: Asset, size: int, drawn: Callable[[str], Image.Image]) -> ImageTable:
    _check(size)
    images, labels, groups, characters = [], [], [], []
    for label, character in _characters():
        with drawn(f"{ord(character):04x}") as picture:
            images.append(on_white(picture, size))
        labels.append(label)
        groups.append(_group(character))
        characters.append(character)
    return image_table(
        asset,
        np.stack(images),
        labels,
        tuple(PICTOGRAMS),
        groups=groups,
        counts={"drawn": len(images)},
        character=characters,
    )


def _characters() -> Iterator[tuple[int, str]]:
    for label, characters in enumerate(PICTOGRAMS.values()):
        for character in characters:
            yield label, character


def _group(character: str) -> str:
    first = next((twins[0] for twins in TWINS.split() if character in twins), character)
    return f"{ord(first):x}"


def _png(folder: Path, name: str) -> Image.Image:
    return Image.open(_first(folder, name, ".png"))


def _first(folder: Path, name: str, suffix: str) -> Path:
    """Some files carry U+FE0F, the wish for a coloured drawing, in their names."""
    plain = folder / f"{name}{suffix}"
    return plain if plain.exists() else folder / f"{name}-fe0f{suffix}"


def _check(size: int) -> None:
    if not 16 <= size <= 512:
        raise ValueError(f"size is {size}; give the side of the pictures in pixels, 16 to 512")

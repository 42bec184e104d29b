"""The style file, and the names of its colours."""

from __future__ import annotations

from importlib import resources

# Okabe and Ito's palette (jfly.uni-koeln.de/color), moved to a middle lightness so that
# every colour keeps a contrast of at least 3:1 on white and on the dark theme's #121212.
COLOURS = {
    "blue": "#1f83c4",
    "orange": "#c9730b",
    "green": "#0f8f6c",
    "pink": "#c0609b",
    "red": "#d8541e",
    "sky": "#3f93bd",
    "grey": "#767f8c",
}


def use() -> None:
    """Make matplotlib draw in the book's style (call once, at the top of a chapter).

    Figures are transparent and their text is a grey that is legible on both themes.
    """
    import matplotlib.pyplot as plt

    plt.style.use(str(resources.files("ftlib.plot") / "book.mplstyle"))
    try:
        from matplotlib_inline.backend_inline import set_matplotlib_formats
    except ImportError:  # no notebook here
        return
    # Twice the pixels, half the size: sharp on any screen, no wider than the text.
    set_matplotlib_formats("retina", facecolor="none", bbox_inches="tight")

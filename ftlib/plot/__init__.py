"""One figure style for the whole book: colour-blind safe, readable on light and dark pages."""

from ftlib.plot._style import COLOURS, use

__all__ = ["COLOURS", "use"]

"""Figures that a reader can click through: self-contained HTML, without another host."""

from ftlib.plot.interactive.page import Page, escape, frame

__all__ = ["Page", "escape", "frame"]

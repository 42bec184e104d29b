"""Figures that a reader can click through: self-contained HTML, without another host."""

from ftlib.plot.interactive.page import Page, escape, frame
from ftlib.plot.interactive.timeline import Event, events, timeline

__all__ = ["Event", "Page", "escape", "events", "frame", "timeline"]

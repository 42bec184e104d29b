"""Figures that a reader can click through: self-contained HTML, without another host."""

from ftlib.plot.interactive.map import Concept, Relation, closure, concept_map, concepts
from ftlib.plot.interactive.page import Page, escape, frame
from ftlib.plot.interactive.timeline import Event, events, timeline

__all__ = [
    "Concept",
    "Event",
    "Page",
    "Relation",
    "closure",
    "concept_map",
    "concepts",
    "escape",
    "events",
    "frame",
    "timeline",
]

"""Where and how a model runs: device, number format, several processes, recomputation."""

from ftlib.train.devices.choosing import autocast, choose_device, choose_precision
from ftlib.train.devices.parallel import World, processes
from ftlib.train.devices.recompute import recomputing

__all__ = [
    "World",
    "autocast",
    "choose_device",
    "choose_precision",
    "processes",
    "recomputing",
]

"""What training needs in memory: calculated before the hardware is bought, and measured."""

from ftlib.train.memory.calculator import FORMATS, layer_activation_bytes, readable, training_memory
from ftlib.train.memory.measured import peak_bytes, saved_for_backward
from ftlib.train.memory.shapes import SHAPES, Shape, shape_of

__all__ = [
    "FORMATS",
    "SHAPES",
    "Shape",
    "layer_activation_bytes",
    "peak_bytes",
    "readable",
    "saved_for_backward",
    "shape_of",
    "training_memory",
]

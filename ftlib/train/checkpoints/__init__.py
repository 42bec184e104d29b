"""What a run keeps on disk: folders that appear whole or not at all, and the way back from them."""

from ftlib.train.checkpoints.folders import (
    Checkpoint,
    CheckpointError,
    newest_checkpoint,
    read_checkpoint,
    write_checkpoint,
)
from ftlib.train.checkpoints.saving import load, save

__all__ = [
    "Checkpoint",
    "CheckpointError",
    "load",
    "newest_checkpoint",
    "read_checkpoint",
    "save",
    "write_checkpoint",
]

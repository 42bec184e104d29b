"""Training: one loop that a reader can read in one sitting, and the little that it needs.

This is PyTorch's side; `ftlib.train.tensorflow` trains Keras models with the same loop.
"""

from ftlib.train.callbacks import View, at
from ftlib.train.checkpoints import CheckpointError, load, save
from ftlib.train.devices import choose_device, choose_precision
from ftlib.train.loop import fit
from ftlib.train.options import Options
from ftlib.train.policy import count_parameters, freeze, train_only, trained_table
from ftlib.train.predicting import predict
from ftlib.train.run import Run, Step, Validation
from ftlib.train.seeds import seed_everything
from ftlib.train.validating import Diverged

__all__ = [
    "CheckpointError",
    "Diverged",
    "Options",
    "Run",
    "Step",
    "Validation",
    "View",
    "at",
    "choose_device",
    "choose_precision",
    "count_parameters",
    "fit",
    "freeze",
    "load",
    "predict",
    "save",
    "seed_everything",
    "train_only",
    "trained_table",
]

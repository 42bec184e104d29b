"""Training: one loop that a reader can read in one sitting, and the little that it needs."""

from ftlib.train.device import choose_device, choose_precision
from ftlib.train.loop import fit
from ftlib.train.options import Options
from ftlib.train.parameters import count_parameters, freeze
from ftlib.train.predicting import predict
from ftlib.train.run import Run, Step, Validation
from ftlib.train.saving import load, save
from ftlib.train.seeds import seed_everything
from ftlib.train.validating import Diverged

__all__ = [
    "Diverged",
    "Options",
    "Run",
    "Step",
    "Validation",
    "choose_device",
    "choose_precision",
    "count_parameters",
    "fit",
    "freeze",
    "load",
    "predict",
    "save",
    "seed_everything",
]

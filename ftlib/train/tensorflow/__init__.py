"""Training a Keras model by TensorFlow: the same options, data and results as `ftlib.train.fit`.

TensorFlow is an extra (`pip install "ftlib[tensorflow]"`); it loads when this is imported.
"""

from ftlib.quiet import quietly

with quietly():
    import tensorflow  # noqa: F401

from ftlib.train.tensorflow.loop import fit
from ftlib.train.tensorflow.predicting import predict
from ftlib.train.tensorflow.skeleton import parameter_names, skeleton

__all__ = ["fit", "parameter_names", "predict", "skeleton"]

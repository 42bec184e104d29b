"""Do the probabilities mean what they say? Reliability and ECE, the Brier score, temperature."""

from ftlib.evaluate.calibration.bins import ReliabilityBins
from ftlib.evaluate.calibration.brier import BrierParts, brier_decomposition, brier_score
from ftlib.evaluate.calibration.reliability import (
    calibration_error_floor,
    expected_calibration_error,
    reliability_bins,
)
from ftlib.evaluate.calibration.temperature import fit_temperature

__all__ = [
    "BrierParts",
    "ReliabilityBins",
    "brier_decomposition",
    "brier_score",
    "calibration_error_floor",
    "expected_calibration_error",
    "fit_temperature",
    "reliability_bins",
]

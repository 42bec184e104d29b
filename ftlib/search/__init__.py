"""The mathematics of a search for hyper-parameters: what trials can find, and what they cost.

Small functions in NumPy, float64, one an equation of the chapter *Hyper-parameters*. Scores are to
be made large (an accuracy, or minus a loss). They are a specification to read and to check others
against; to run a search, use a library such as Optuna.
"""

from ftlib.search.best_of import expected_best
from ftlib.search.gaussian_process import log_evidence, matern, posterior
from ftlib.search.halving import Rung, halving, hyperband, spent
from ftlib.search.improvement import expected_improvement
from ftlib.search.trials import hit_probability, trials_to_hit
from ftlib.search.winners import Winner, expected_maximum, winner

__all__ = [
    "Rung",
    "Winner",
    "expected_best",
    "expected_improvement",
    "expected_maximum",
    "halving",
    "hit_probability",
    "hyperband",
    "log_evidence",
    "matern",
    "posterior",
    "spent",
    "trials_to_hit",
    "winner",
]

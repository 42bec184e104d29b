"""A fault is described by the same sentence in NumPy, PyTorch and TensorFlow."""

import math

import numpy as np
import pytest

from ftlib.losses import reference

nan, inf = math.nan, math.inf
Z = np.zeros((2, 3))
Y = np.array([0, 2])
P = np.full((2, 3), 1 / 3)
LOG_P = np.log(P)


def f(*shape):
    return np.zeros(shape)


CE, NLL, KL, MSE, NCE = "softmax_cross_entropy", "nll_loss", "kl_divergence", "mse", "info_nce"
LIN, BCE, FOCAL, PROB = (
    "linear_cross_entropy",
    "binary_cross_entropy_with_logits",
    "binary_focal_loss_with_logits",
    "binary_cross_entropy",
)
PAIR, DPO = "preference_loss", "dpo_loss"
FAULTS = [
    (CE, (f(), np.array(0)), {}, r"logits has shape \(\); its last axis counts the classes"),
    (CE, (f(2, 0), Y), {}, r"logits has shape \(2, 0\)"),
    (CE, (Z, np.array([0, 1, 2])), {}, r"targets has shape \(3,\).*labels of shape \(2,\) or prob"),
    (CE, (Z, f(2, 1)), {}, r"targets has shape \(2, 1\) and logits has shape \(2, 3\); give"),
    (CE, (Z, np.array([0.0, 2.0])), {}, "targets has dtype float64 and one entry a row; give int"),
    (CE, (Z, np.array([True, False])), {}, "targets has dtype bool and one entry a row"),
    (
        CE,
        (Z, np.array([0, 3])),
        {},
        r"targets is 3 at index \(1,\) and there are 3 classes; .*0 to 2",
    ),
    (CE, (Z, np.array([-1, 0])), {}, r"targets is -1 at index \(0,\).*ignore_index, -100"),
    (CE, (Z, np.array([-100, 0])), {"ignore_index": None}, r"targets is -100 .*from 0 to 2$"),
    (CE, (np.array([[0, nan, 0.0]]), Y[:1]), {}, r"logits is NaN at index \(0, 1\); look for"),
    (
        CE,
        (np.array([[inf, inf, 0]]), Y[:1]),
        {},
        r"logits is inf for several classes in row \(0,\)",
    ),
    (CE, (np.full((1, 3), -inf), Y[:1]), {}, r"logits is -inf for every class in row \(0,\)"),
    (CE, (Z, P * 0.9), {}, r"targets sums to 0\.9 in row \(0,\); .*divide by their sum"),
    (CE, (Z, P * [-1, 2, 2]), {}, r"targets is -0\.333333 at index \(0, 0\); .*over the classes"),
    (CE, (Z, P * [3.6, 0, 0]), {}, r"targets is 1\.2 at index \(0, 0\); .*over the classes"),
    (CE, (Z, P * [nan, 1, 1]), {}, r"targets is NaN at index \(0, 0\)"),
    (CE, (Z, P), {"ignore_index": 1}, "ignore_index is 1 and targets are probabilities"),
    (CE, (Z, Y), {"ignore_index": 1.5}, r"ignore_index is 1\.5; give an integer"),
    (CE, (Z, Y), {"weight": f(2)}, r"weight has shape \(2,\) and logits has 3 classes"),
    (CE, (Z, Y), {"weight": np.array([1, -1, 1.0])}, r"weight is -1 at index \(1,\); a weight is"),
    (CE, (Z, Y), {"weight": np.array([1, nan, 1.0])}, r"weight is NaN at index \(1,\)"),
    (CE, (Z, Y), {"weight": np.array([1, inf, 1.0])}, r"weight is inf at index \(1,\)"),
    (CE, (Z, Y), {"reduction": "average"}, "reduction is 'average'; use 'none', 'mean' or 'sum'"),
    (CE, (Z, Y), {"label_smoothing": 1.5}, r"label_smoothing is 1\.5; give a number from 0 to 1"),
    (CE, (Z, Y), {"temperature": 0}, "temperature is 0; give a positive number"),
    (CE, (f(0, 3), Y[:0]), {}, "logits is empty and reduction is 'mean'"),
    (NLL, (Z + 0.5, Y), {}, r"log_p is 0\.5 at index \(0, 0\); .*give log_softmax\(logits\)"),
    (NLL, (LOG_P, np.array([0, 7])), {}, r"targets is 7 at index \(1,\)"),
    (NLL, (LOG_P, Y), {"reduction": "batchmean"}, "reduction is 'batchmean'"),
    (KL, (LOG_P, f(2, 2)), {}, r"targets has shape \(2, 2\) and log_p has shape \(2, 3\)"),
    (KL, (LOG_P, P * 2), {}, r"targets sums to 2 in row"),
    (KL, (Z + 0.5, P), {}, r"log_p is 0\.5 at index"),
    (MSE, (f(3, 1), f(3)), {}, r"targets has shape \(3,\) and prediction has shape \(3, 1\)"),
    (MSE, (f(2), np.array([0, nan])), {}, r"targets is NaN at index \(1,\)"),
    (MSE, (f(0), f(0)), {}, "prediction is empty and reduction is 'mean'"),
    (NCE, (f(2, 3), f(1, 3)), {}, r"queries has shape \(2, 3\) and keys has shape \(1, 3\)"),
    (NCE, (f(2, 3), f(2, 3) * nan), {}, r"keys is NaN at index \(0, 0\)"),
    (NCE, (f(2, 3), f(2, 3)), {"temperature": -1}, "temperature is -1"),
    (LIN, (f(2, 4), f(3, 5), Y), {}, r"hidden has shape \(2, 4\) and weight has shape \(3, 5\)"),
    (LIN, (f(2, 4), f(3, 4), np.array([0])), {}, r"targets has shape \(1,\) and hidden has shape"),
    (LIN, (f(2, 4), f(3, 4), P[:, 0]), {}, "targets has dtype float64; give integer labels"),
    (LIN, (f(2, 4), f(3, 4), np.array([0, 3])), {}, r"targets is 3 at index \(1,\)"),
    (LIN, (f(2, 4), f(3, 4), Y), {"bias": f(4)}, r"bias has shape \(4,\) and weight has shape"),
    (LIN, (f(2, 4), f(3, 4), Y), {"chunk": 0}, "chunk is 0; give a positive number of rows"),
    (LIN, (f(2, 4) * nan, f(3, 4), Y), {}, r"hidden is NaN at index \(0, 0\)"),
    (LIN, (f(2, 4), f(3, 4) + inf, Y), {}, r"weight is inf at index \(0, 0\); give finite"),
    (LIN, (f(2, 4), f(3, 4), Y), {"label_smoothing": -1}, "label_smoothing is -1"),
    (LIN, (f(0, 4), f(3, 4), Y[:0]), {}, "hidden is empty and reduction is 'mean'"),
    (BCE, (f(2), f(2)), {"weight": f(3)}, r"weight has shape \(3,\) and z has shape \(2,\); give"),
    (BCE, (f(2), f(2)), {"pos_weight": f(2, 2)}, r"pos_weight has shape \(2, 2\) and z has"),
    (BCE, (f(2), f(2)), {"pos_weight": np.array([-2.0])}, r"pos_weight is -2 at index \(0,\)"),
    (BCE, (f(2), f(2)), {"weight": np.array([nan])}, r"weight is NaN at index \(0,\)"),
    (BCE, (f(2), f(2)), {"label_smoothing": 2}, "label_smoothing is 2"),
    (BCE, (f(2), f(2)), {"ignore_index": "no"}, "ignore_index is 'no'"),
    (BCE, (f(2), np.array([0.0, -100])), {}, r"y is -100 at index \(1,\)"),
    (BCE, (f(2), np.array([0.0, 7])), {"ignore_index": -100}, r"y is 7 at index \(1,\)"),
    (BCE, (np.array([nan, 0.0]), f(2)), {}, r"z is NaN at index \(0,\)"),
    (BCE, (f(2), f(3)), {}, r"y has shape \(3,\) and z has shape \(2,\)"),
    (FOCAL, (f(2), f(2)), {"gamma": -1}, "gamma is -1; give a number from 0 to 100"),
    (FOCAL, (f(2), f(2)), {"alpha": 2}, "alpha is 2; give a number from 0 to 1"),
    (CE, (Z, Y), {"ignore_index": 2**63}, "ignore_index is 9223372036854775808; give an integer"),
    (CE, (Z, Y), {"ignore_index": -(2**63) - 1}, "ignore_index is -9223372036854775809; give an"),
    (CE, (Z, Y), {"weight": 1j * P[0]}, "weight has dtype complex128; give real numbers"),
    (CE, (Z, Y), {"label_smoothing": nan}, "label_smoothing is nan; give a number from 0 to 1"),
    (CE, (Z, Y), {"label_smoothing": True}, "label_smoothing is True; give a number"),
    (CE, (Z, Y), {"temperature": inf}, "temperature is inf; give a positive number"),
    (CE, (Z, Y), {"temperature": "1"}, "temperature is '1'; give a positive number"),
    (CE, (Z, Y), {"reduction": None}, "reduction is None; use"),
    (CE, (Z, P[:, :2]), {}, r"targets has shape \(2, 2\) and logits"),
    (CE, (Z, P * 1.01), {}, r"targets sums to 1\.01 in row \(0,\)"),
    (NLL, (LOG_P * nan, Y), {}, r"log_p is NaN at index \(0, 0\)"),
    (NLL, (LOG_P, Y), {"weight": f(2)}, r"weight has shape \(2,\) and log_p has 3 classes"),
    (KL, (LOG_P * nan, P), {}, r"log_p is NaN at index \(0, 0\)"),
    (KL, (LOG_P, P * nan), {}, r"targets is NaN at index \(0, 0\)"),
    (KL, (LOG_P, LOG_P + 1), {"log_targets": True}, r"targets sums to 2\.718 in row \(0,\)"),
    (KL, (f(2, 0), f(2, 0)), {}, r"log_p has shape \(2, 0\); its last axis counts"),
    (KL, (f(0, 3), f(0, 3)), {}, "log_p is empty and reduction is 'mean'"),
    (KL, (LOG_P, P), {"reduction": "batchmean"}, "reduction is 'batchmean'"),
    (MSE, (f(2) * nan, f(2)), {}, r"prediction is NaN at index \(0,\)"),
    (MSE, (f(2), f(2)), {"reduction": "max"}, "reduction is 'max'"),
    (NCE, (f(2, 3) + inf, f(2, 3)), {}, r"queries is inf at index \(0, 0\); give finite vec"),
    (NCE, (f(2, 3), f(2, 3) - inf), {}, r"keys is -inf at index \(0, 0\); give finite vec"),
    (NCE, (f(2), f(2)), {}, r"queries has shape \(2,\) and keys has shape \(2,\)"),
    (NCE, (f(2, 3), f(2, 4)), {}, r"queries has shape \(2, 3\) and keys has shape \(2, 4\)"),
    (NCE, (f(0, 3), f(2, 3)), {}, "queries is empty and reduction is 'mean'"),
    (LIN, (f(2, 4), f(0, 4), Y), {}, r"weight has shape \(0, 4\); give at least one class"),
    (LIN, (f(2, 4), f(4), Y), {}, r"hidden has shape \(2, 4\) and weight has shape \(4,\)"),
    (LIN, (f(2, 4), f(3, 4), Y), {"chunk": 2.0}, r"chunk is 2\.0; give a positive number of"),
    (LIN, (f(2, 4), f(3, 4), Y), {"bias": f(3) + inf}, r"bias is inf at index \(0,\); give finite"),
    (LIN, (f(2, 4), f(3, 4), Y), {"bias": f(3) * nan}, r"bias is NaN at index \(0,\)"),
    (LIN, (f(2, 4), f(3, 4), Y), {"bias": f(3) - inf}, r"bias has no softmax in row \(0,\): it"),
    (LIN, (f(2, 4) + 1e200, f(3, 4) + 1e200, Y), {}, r"weight\.T \+ bias has no softmax in row"),
    (LIN, (f(2, 4), f(3, 4), Y), {"ignore_index": 0.5}, r"ignore_index is 0\.5"),
    (LIN, (f(2, 4), f(3, 4), Y), {"reduction": "avg"}, "reduction is 'avg'"),
    (
        BCE,
        (f(2), f(2)),
        {"ignore_index": 10**30},
        "ignore_index is 1000000000000000000000000000000",
    ),
    (BCE, (f(2), f(2)), {"weight": 1j * f(2)}, "weight has dtype complex128"),
    (PROB, (P, Z), {"weight": f(2)}, r"weight has shape \(2,\) and p has shape \(2, 3\); give"),
    (PROB, (P, Z), {"pos_weight": f(1) - 1}, r"pos_weight is -1 at index \(0,\)"),
    (PROB, (P, Z), {"label_smoothing": -1}, "label_smoothing is -1"),
    (PROB, (P, Z), {"ignore_index": 0.5}, r"ignore_index is 0\.5; give an integer"),
    (PROB, (P, Z - 1), {"ignore_index": -2}, r"y is -1 at index \(0, 0\)"),
    (PROB, (P + 1, Z - 1), {"ignore_index": -1}, r"p is 1\.33333 at index \(0, 0\); prob"),
    (FOCAL, (f(2) + inf, f(2)), {}, r"z is inf at index \(0,\); give finite logits"),
    (FOCAL, (f(2) - inf, f(2)), {}, r"z is -inf at index \(0,\); give finite logits"),
    (FOCAL, (f(2), f(2)), {"gamma": 101}, "gamma is 101; give a number from 0 to 100"),
    (FOCAL, (f(2), f(2)), {"alpha": nan}, "alpha is nan; give a number from 0 to 1"),
    (FOCAL, (f(2), f(2) + 2), {}, r"y is 2 at index \(0,\)"),
    (PAIR, (f(2), f(2, 1)), {}, r"rejected has shape \(2, 1\) and chosen has shape \(2,\); give"),
    (PAIR, (f(2), f(3)), {}, r"rejected has shape \(3,\) and chosen has shape \(2,\); give"),
    (PAIR, (f(2) * nan, f(2)), {}, r"chosen is NaN at index \(0,\); look for"),
    (PAIR, (f(2), f(2) - inf), {}, r"rejected is -inf at index \(0,\); give finite scores"),
    (PAIR, (f(0), f(0)), {}, "chosen is empty and reduction is 'mean'"),
    (PAIR, (f(2), f(2)), {"reduction": "batchmean"}, "reduction is 'batchmean'"),
    (DPO, (f(2), f(2), f(2), f(1)), {}, r"reference_rejected has shape \(1,\) and chosen has"),
    (DPO, (f(2), f(2), f(2, 1), f(2)), {}, r"reference_chosen has shape \(2, 1\) and chosen has"),
    (DPO, (f(2), f(2) - inf, f(2), f(2)), {}, r"rejected is -inf at index \(0,\); .*whole answer"),
    (DPO, (f(2), f(2), f(2), f(2) * nan), {}, r"reference_rejected is NaN at index \(0,\)"),
    (DPO, (f(2), f(2), f(2), f(2)), {"beta": 0}, "beta is 0; give a positive number"),
    (DPO, (f(2), f(2), f(2), f(2)), {"beta": inf}, "beta is inf; give a positive number"),
    (DPO, (f(0), f(0), f(0), f(0)), {}, "chosen is empty and reduction is 'mean'"),
    ("log_softmax", (np.array([nan, 0.0]),), {}, r"logits is NaN at index \(0,\)"),
    ("softmax", (np.array([[inf, inf]]),), {}, r"logits is inf for several classes in row \(0,\)"),
    ("logsumexp", (np.array([nan, 0.0]),), {}, r"logits is NaN at index \(0,\)"),
    ("logsumexp", (f(),), {}, r"logits has shape \(\)"),
]


@pytest.mark.parametrize(("name", "arrays", "options", "sentence"), FAULTS)
def test_the_same_sentence_everywhere(backends, name, arrays, options, sentence):
    with pytest.raises(ValueError, match=sentence) as wanted:
        getattr(reference, name)(*arrays, **options)
    for backend in backends:
        make = lambda x, b=backend: b.tensor(x, x.dtype) if isinstance(x, np.ndarray) else x  # noqa: E731
        given = {key: make(option) for key, option in options.items()}
        with pytest.raises(ValueError, match=sentence) as got:
            getattr(backend.module, name)(*map(make, arrays), **given)
        assert str(got.value) == str(wanted.value)

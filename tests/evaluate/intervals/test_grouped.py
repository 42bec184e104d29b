"""Drawing patients: the plain bootstrap for single items, wider where items repeat each other."""

import numpy as np
import pandas
import pytest
import torch

from ftlib import evaluate


def mean(y, p):
    return float(np.mean(y == p))


def test_groups_of_one_are_the_plain_bootstrap():
    rng = np.random.default_rng(0)
    y, p = rng.integers(0, 2, (2, 40))
    plain = evaluate.bootstrap_interval(mean, y, p, resamples=300)
    assert evaluate.grouped_bootstrap_interval(mean, y, p, range(40), resamples=300) == plain


def test_copies_of_an_item_do_not_shorten_it():
    rng = np.random.default_rng(1)
    y, p = rng.integers(0, 2, (2, 40))
    once = evaluate.bootstrap_interval(mean, y, p, resamples=400)
    order = rng.permutation(400)  # ten copies of each, in no order
    ten = [np.repeat(each, 10)[order] for each in (y, p)]
    names = np.repeat([f"patient {i}" for i in range(40)], 10)[order]
    wide = evaluate.grouped_bootstrap_interval(mean, *ten, names, resamples=400)
    short = evaluate.bootstrap_interval(mean, *ten, resamples=400)
    assert wide.value == once.value
    assert wide.high - wide.low == pytest.approx(once.high - once.low, rel=0.15)
    assert short.high - short.low < 0.5 * (wide.high - wide.low)


@pytest.mark.parametrize("groups", [[1, 1, 1, 1], [1, 2, 3]])
def test_bad_groups(groups):
    with pytest.raises(ValueError, match="groups names"):
        evaluate.grouped_bootstrap_interval(mean, [0, 1, 0, 1], [0, 1, 1, 1], groups)


def test_design_effect_is_the_variance_of_a_mean():
    rng = np.random.default_rng(2)
    patients, pictures, rho = 20, 8, 0.4
    shared = np.sqrt(rho) * rng.normal(size=(20_000, patients, 1))
    values = shared + np.sqrt(1 - rho) * rng.normal(size=(20_000, patients, pictures))
    want = evaluate.design_effect(pictures, rho) / (patients * pictures)
    assert values.mean(axis=(1, 2)).var() == pytest.approx(want, rel=0.05)
    assert evaluate.design_effect(1, 0.7) == evaluate.design_effect(9, 0.0) == 1
    assert evaluate.design_effect(9, 1.0) == 9


@pytest.mark.parametrize(
    ("size", "rho", "says"),
    [
        (0, 0.1, "size"),
        (np.inf, 0.1, "size"),
        (3, 1.1, "correlation"),
        (3, np.nan, "correlation"),
    ],
)
def test_design_effect_bad_input(size, rho, says):
    with pytest.raises(ValueError, match=says):
        evaluate.design_effect(size, rho)


def test_a_tensor_names_groups_by_value():
    rng = np.random.default_rng(6)
    names = np.repeat(range(100, 108), 30)  # 8 patients, all of whose items agree
    y = np.repeat(rng.integers(0, 2, 8), 30)
    given = (mean, y, np.ones(240))
    want = evaluate.grouped_bootstrap_interval(*given, names.tolist(), resamples=300)
    for groups in (torch.tensor(names), names, pandas.Series(names)):
        assert evaluate.grouped_bootstrap_interval(*given, groups, resamples=300) == want


@pytest.mark.parametrize("missing", [None, np.nan])
def test_an_item_without_a_group_is_no_group(missing):
    groups = ["a", "b", missing, missing]
    for given in (groups, pandas.Series(groups)):
        with pytest.raises(ValueError, match=r"groups\[2\] is .*; name the group"):
            evaluate.grouped_bootstrap_interval(mean, [0, 1, 0, 1], [0, 1, 1, 1], given)
    with pytest.raises(ValueError, match=r"groups has shape \(4, 1\)"):
        evaluate.grouped_bootstrap_interval(
            mean, [0, 1, 0, 1], [0, 1, 1, 1], np.arange(4).reshape(4, 1)
        )


def test_the_variance_grows_by_the_design_effect():
    rng = np.random.default_rng(3)
    patients, pictures, rho = 400, 5, 0.5
    shared = np.sqrt(rho) * rng.normal(size=(patients, 1))
    values = (shared + np.sqrt(1 - rho) * rng.normal(size=(patients, pictures))).ravel()

    def mean_of(_, seen):
        return float(seen.mean())

    given = (mean_of, values, values)
    wide = evaluate.grouped_bootstrap_interval(*given, np.repeat(range(patients), pictures))
    short = evaluate.bootstrap_interval(*given)
    ratio = (wide.high - wide.low) / (short.high - short.low)
    assert ratio**2 == pytest.approx(evaluate.design_effect(pictures, rho), rel=0.2)


def test_unequal_groups_weigh_by_their_squares():
    # Two groups, of 1 and 3, that agree entirely: Var of the mean = (1 + 9)/16 σ², of 4 items σ²/4.
    assert evaluate.design_effect((1**2 + 3**2) / 4, 1.0) == pytest.approx((10 / 16) / (1 / 4))

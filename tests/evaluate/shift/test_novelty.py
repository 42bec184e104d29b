"""Energy and distance against their definitions, written out."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import mahalanobis

from ftlib.evaluate import class_clouds, energy, neighbour_distance


def test_energy_by_hand():
    assert energy([[0.0, 0.0]]) == pytest.approx([-np.log(2)])
    assert energy([[2.0, 4.0]], 2.0) == pytest.approx([-2 * np.log(np.e + np.e**2)])
    assert energy([[1000.0, 0.0]]) == pytest.approx([-1000.0])


def test_energy_sees_what_probabilities_cannot():
    z = np.random.default_rng(0).normal(size=(6, 4))
    assert energy(z + 3) == pytest.approx(energy(z) - 3)


def test_distance_is_mahalanobis_to_the_nearest_mean():
    rng = np.random.default_rng(0)
    labels = np.repeat([0, 1, 4], 60)  # names need not be 0, 1, 2
    turn = np.array([[2.0, 1.0], [0.0, 0.5]])
    states = (
        rng.normal(size=(180, 2)) @ turn
        + np.array([[0, 0], [8, 0], [0, 9]])[np.repeat([0, 1, 2], 60)]
    )
    clouds = class_clouds(states, labels, shrink=1e-9)
    means = np.stack([states[labels == k].mean(0) for k in (0, 1, 4)])
    within = states - means[np.repeat([0, 1, 2], 60)]
    inverse = np.linalg.inv(within.T @ within / 180)
    new = rng.normal(size=(20, 2)) * 6
    want = [min(mahalanobis(x, m, inverse) ** 2 for m in means) for x in new]
    assert clouds.distance(new) == pytest.approx(want, rel=1e-6)
    assert clouds.distance(means) == pytest.approx(np.zeros(3), abs=1e-9)


def test_shrinking_makes_more_directions_than_items_possible():
    states = np.random.default_rng(1).normal(size=(12, 40))
    clouds = class_clouds(states, np.arange(12) % 2, shrink=0.2)
    assert np.isfinite(clouds.distance(states)).all()
    # Shrunk all the way it is the plain distance, in units of the mean variance.
    means = np.stack([states[::2].mean(0), states[1::2].mean(0)])
    within = states - means[np.arange(12) % 2]
    level = (within**2).sum() / 12 / 40
    plain = class_clouds(states, np.arange(12) % 2, shrink=1.0).distance(states)
    want = ((states[:, None] - means) ** 2).sum(2).min(1) / level
    assert plain == pytest.approx(want)


def test_the_distance_of_the_kth_neighbour_by_hand():
    known = [[1.0, 0.0], [0.0, 2.0], [-3.0, 0.0]]
    states = [[5.0, 0.0], [1.0, 1.0]]
    half = 1 - np.sqrt(0.5)
    assert neighbour_distance(known, states, 1) == pytest.approx([0.0, half], abs=1e-12)
    assert neighbour_distance(known, states, 2) == pytest.approx([1.0, half], abs=1e-12)
    assert neighbour_distance(known, states, 3) == pytest.approx([2.0, 1 + np.sqrt(0.5)])


def test_states_far_from_the_origin_lose_no_digits():
    rng = np.random.default_rng(4)
    states, labels = rng.normal(size=(60, 3)), np.arange(60) % 3
    near = class_clouds(states, labels).distance(states)
    far = class_clouds(states + 1e7, labels).distance(states + 1e7)
    assert far == pytest.approx(near, rel=1e-6)


def test_a_cloud_of_equal_states_is_refused_though_their_mean_is_rounded():
    assert np.mean(np.full(3, 0.1)) != 0.1
    with pytest.raises(ValueError, match="do not vary within any class"):
        class_clouds(np.full((6, 2), 0.1), [0, 0, 0, 1, 1, 1])


def test_hardly_any_shrinking_still_gives_numbers():
    states = np.random.default_rng(1).normal(size=(12, 40))  # 28 directions without any spread
    clouds = class_clouds(states, np.arange(12) % 2, shrink=1e-20)
    assert np.isfinite(clouds.distance(states)).all()


def test_one_class_and_named_ones():
    states = [[0.0], [2.0], [10.0], [14.0]]
    # Means 1 and 12, mean squared deviation (1 + 1 + 4 + 4)/4 = 2.5.
    two = class_clouds(states, ["b", "b", "a", "a"], shrink=1e-12)
    assert two.means.ravel().tolist() == [12.0, 1.0]
    assert two.distance([[3.0], [7.0]]) == pytest.approx([4 / 2.5, 25 / 2.5])
    one = class_clouds(states, [0, 0, 0, 0], shrink=1e-12)  # mean 6.5
    variance = np.mean((np.ravel(states) - 6.5) ** 2)
    assert one.distance([[7.5]]) == pytest.approx([1 / variance])


def test_a_cosine_is_never_more_than_one():
    rows = np.random.default_rng(5).normal(size=(500, 3))
    assert neighbour_distance(rows, rows, 1).min() == 0.0
    assert neighbour_distance(-rows[:1], rows[:1], 1).max() <= 2.0


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: neighbour_distance([[1.0]], [[1.0]], 2),
            "k is 2; give a whole number from 1 to 1",
        ),
        (lambda: neighbour_distance([[1.0]], [[1.0]], 0), "k is 0"),
        (lambda: neighbour_distance([[1.0]], [[1.0, 2.0]], 1), "give 1 as in known"),
        (lambda: neighbour_distance([[0.0]], [[1.0]], 1), "known holds a row of zeros"),
        (lambda: neighbour_distance([[1.0]], [[0.0]], 1), "states holds a row of zeros"),
        (lambda: energy([1.0, 2.0]), "z has shape"),
        (lambda: energy([[np.inf, 2.0]]), "z holds a value that is not finite"),
        (lambda: energy([[1.0, 2.0]], 0), "temperature is 0; give a positive"),
        (lambda: energy([[1.0, 2.0]], np.inf), "temperature is inf; give a positive, finite"),
        (lambda: neighbour_distance([[1.0], [2.0]], [[1.0]], 1.5), "k is 1.5; give a whole"),
        (lambda: neighbour_distance([[1.0], [2.0]], [[1.0]], np.nan), "k is nan"),
        (lambda: class_clouds([[1.0], [np.nan]], [0, 0]), "states holds .* in row 1; leave"),
        (lambda: class_clouds([[1.0], [2.0]], [0, 0], shrink=np.nan), "shrink is nan"),
        (lambda: class_clouds([[1.0], [2.0]], [0]), "give one label for each of 2"),
        (lambda: class_clouds([[1.0], [2.0]], [0, 0], shrink=0), "shrink is 0"),
        (lambda: class_clouds([[1.0], [2.0]], [0, 1]), "do not vary"),
        (
            lambda: class_clouds([[1.0], [2.0]], [0, 0]).distance([[1.0, 2.0]]),
            "has 2 columns; give 1",
        ),
        (lambda: class_clouds([[1.0], [2.0]], [0, 0]).distance([1.0]), "states has shape"),
    ],
)
def test_bad_arguments_are_named(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()

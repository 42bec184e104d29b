"""A recommender whose films have known vectors: two westerns, two comedies, one of each."""

import numpy as np
import pytest

from ftlib.cases.recommender import Recommender, varied

TITLES = [
    "Rio (1960)",
    "Gulch, The (1961)",
    "Laughs (1990)",
    "More Laughs (1991)",
    "Wild Fun (1992)",
]
VECTORS = np.array([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.1, 0.9], [0.7, 0.7]])


def embed(texts):
    return np.array([[float("western" in t), float("funny" in t)] for t in texts])


def recommender(**changes):
    given = {
        "titles": TITLES,
        "factors": VECTORS,
        "features": VECTORS,
        "embed": embed,
        "popularity": np.array([5.0, 40.0, 10.0, 30.0, 20.0]),
        "penalty": 0.1,
    }
    return Recommender(**{**given, **changes})


def shown(*args, **options):
    return [each.title for each in recommender().recommend(*args, **options)]


def test_taste_is_followed_and_what_was_seen_is_not_shown():
    assert shown(["Rio"], k=1) == ["Gulch, The (1961)"]
    assert shown(["laughs (1990)"], k=1) == ["More Laughs (1991)"]
    assert len(shown(["Rio"], k=9)) == 4


def test_words_are_followed():
    assert shown(text="something funny please", k=2) == ["Laughs (1990)", "More Laughs (1991)"]


def test_films_named_in_the_text_count_as_seen():
    answer = recommender().recommend(text="funny ones like The Gulch", k=4)
    assert "Gulch, The (1961)" not in [each.title for each in answer]
    assert answer[0].because == "Gulch, The (1961)"
    assert recommender().named("More Laughs") == [3]  # and not "Laughs" inside it
    assert recommender().named("Laughsome rio") == []


def test_nobody_gets_the_popular_ones():
    answer = recommender().recommend(k=2)
    assert [each.title for each in answer] == ["Gulch, The (1961)", "More Laughs (1991)"]
    assert str(answer[0]) == "Gulch, The (1961)"


def test_words_may_count_for_nothing():
    assert shown(["Rio"], "funny", k=1, words=0.0) == ["Gulch, The (1961)"]
    assert shown(["Rio"], "funny", k=1, words=50.0) == ["Laughs (1990)"]


def test_the_most_seen_of_two_of_one_name():
    twice = recommender(titles=["Rio (1960)", "Rio (1998)", *TITLES[2:]])
    assert twice.find("rio") == 1
    assert twice.find("Rio (1960)") == 0


def test_varied_by_hand():
    likeness = [[1.0, 0.9, 0.0], [0.9, 1.0, 0.0], [0.0, 0.0, 1.0]]
    assert varied([3.0, 2.9, 2.5], likeness, 3, 0.0) == [0, 1, 2]
    assert varied([3.0, 2.9, 2.5], likeness, 3, 0.5) == [0, 2, 1]
    assert varied([3.0, -np.inf, 2.5], likeness, 3, 0.5) == [0, 2]
    assert varied([1.0, 2.0, 2.0], likeness, 1, 1.0) == [0]


def test_negative_likeness_is_an_advantage():
    likeness = [[1.0, 0.0, -1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 1.0]]
    assert varied([3.0, 2.0, 1.5], likeness, 2, 0.5) == [0, 2]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: recommender().recommend(["Gulsh"]), "gulch"),
        (lambda: recommender().recommend(["Rio"], words=-1), "words"),
        (lambda: recommender().recommend(["Rio"], diversity=2), "diversity"),
        (lambda: recommender().recommend(["Rio"], k=-1), "k -1"),
        (lambda: recommender(popularity=np.ones(3)), "lengths"),
        (lambda: recommender(embed=lambda t: np.ones((1, 3))).recommend(text="x"), "embed"),
        (lambda: varied([1.0], [[1.0, 2.0]], 1, 0.0), "shape"),
    ],
)
def test_bad_input_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()

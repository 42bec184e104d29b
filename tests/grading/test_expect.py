"""The assertion helpers: what they let through, what they stop, and what they say."""

import collections

import numpy as np
import pytest
import tensorflow as tf
import torch

from ftlib.grading import expect
from ftlib.grading.expect import Unmet

WANT = [1.0, -2.0, 4.0]


@pytest.mark.parametrize(
    "make",
    [
        list,
        tuple,
        np.array,
        lambda v: np.array(v, np.float32),
        torch.tensor,
        lambda v: torch.tensor(v, requires_grad=True),
        lambda v: torch.tensor(v, dtype=torch.bfloat16),
        tf.constant,
        tf.Variable,
        lambda v: [np.float64(x) for x in v],
        lambda v: [torch.tensor(x) for x in v],
        lambda v: [int(x) for x in v],
    ],
)
def test_kinds_of_arrays_are_compared_by_their_values(make):
    expect.close(make(WANT), np.array(WANT))
    expect.close(np.array(WANT), make(WANT))
    expect.equal(make(WANT), WANT)
    expect.unchanged(make(WANT), make(WANT))
    with pytest.raises(Unmet, match=r"first at index \[2\]: got 5, expected 4"):
        expect.close(make([1.0, -2.0, 5.0]), WANT)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (np.ones((3, 1)), np.ones(3)),
        (np.ones((1, 3)), np.ones(3)),
        (np.ones(1), 1.0),
        (1.0, np.ones(3)),
        ([1.0], 1.0),
        (np.ones((2, 3)), np.ones((3, 2))),
        (np.ones(0), np.ones(1)),
    ],
)
def test_nothing_is_broadcast(got, want):
    with pytest.raises(Unmet, match="shape"):
        expect.close(got, want)
    with pytest.raises(Unmet, match="shape"):
        expect.equal(got, want)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (True, 1.0),
        (1.0, True),
        (np.array([True]), np.array([1.0])),
        ([True, 1.0], [1.0, 1.0]),
        (1 + 0j, 1.0),
        (None, 1.0),
        ("1.0", 1.0),
        (1.0, "1.0"),
        (np.bool_(True), 1),
        (np.int64(1), True),
        (np.int64(1), "1"),
        (np.str_("1"), 1),
        (np.str_("a"), "b"),
        (np.str_("a\0"), "a"),
        (np.str_("a"), b"a"),
        (np.bytes_(b"a"), "a"),
        (np.str_("None"), None),
        (np.array("a"), "a"),
        ({"a": 1.0}, 1.0),
        (object(), 1.0),
        (collections.Counter, 1.0),
        (b"a", "a"),
        ("a", None),
        (0, None),
        ([1.0, [2.0]], [1.0, 2.0]),
        ([], [1.0]),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": 1, "b": 2}, {"a": 1}),
        ({"a": 1}, {"a": True}),
        (["a", "b"], ["a", "c"]),
        (["a"], "a"),
        ({1}, {2}),
        ([1], {1}),
    ],
)
def test_one_kind_is_not_taken_for_another(got, want):
    for check in (expect.close, expect.equal):
        with pytest.raises(Unmet):
            check(got, want)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (2.0, 2),
        (np.int64(3), 3),
        (10**30, 10**30),
        ("a", "a"),
        (None, None),
        ([1, "a", None], (1, "a", None)),
        ({"a": [1.0, np.ones(2)]}, {"a": [1.0, np.ones(2)]}),
        ([], []),
        ({1, 2}, {2, 1}),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        (np.inf, np.inf),
        (True, np.bool_(True)),
        (np.bool_(True), True),
        (np.float64(0.5), 0.5),
        (np.str_("a"), "a"),
        ("a", np.str_("a")),
        (np.bytes_(b"a"), b"a"),
        ([np.str_("a"), np.int64(1), None], ("a", 1, None)),
        ({np.str_("a"): np.str_("b")}, {"a": "b"}),
        ({np.str_("a")}, {"a"}),
        (np.float32(np.inf), np.inf),
    ],
)
def test_the_same_is_the_same(got, want):
    expect.equal(got, want)
    expect.close(got, want)


class _Liar(np.str_):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __hash__ = np.str_.__hash__


class _Bare(np.str_):
    pass


class _Sly(str):
    __eq__, __ne__, __hash__ = _Liar.__eq__, _Liar.__ne__, str.__hash__


@pytest.mark.parametrize("kind", [_Liar, _Bare, _Sly])
def test_a_class_of_ones_own_is_no_string(kind):
    for got, want in ((kind("b"), "a"), (kind("a"), "a"), ([kind("a")], ["a"])):
        with pytest.raises(Unmet):
            expect.equal(got, want)


def test_tolerances_are_those_that_are_given():
    expect.close(1.0 + 9e-8, 1.0)
    with pytest.raises(Unmet):
        expect.close(1.0 + 2e-7, 1.0)
    with pytest.raises(Unmet):
        expect.close(1e-12, 0.0)
    expect.close(1e-12, 0.0, atol=1e-12)
    expect.close(-110.0, -100.0, rtol=0.1)
    with pytest.raises(Unmet):
        expect.close(np.nextafter(1.0, 2.0), 1.0, rtol=0.0)
    with pytest.raises(Unmet):
        expect.equal(np.nextafter(1.0, 2.0), 1.0)
    with pytest.raises(Unmet):
        expect.equal(10**30 + 1, 10**30)
    with pytest.raises(Unmet):
        expect.equal(2**53 + 1, 2**53)


def test_nan_and_infinity():
    nan = float("nan")
    with pytest.raises(Unmet):
        expect.close(nan, 1.0, rtol=10, atol=10)
    with pytest.raises(Unmet):
        expect.close(nan, nan)
    expect.close([nan, 1.0], [nan, 1.0], nan_equal=True)
    with pytest.raises(Unmet):
        expect.close([nan, 1.0], [1.0, nan], nan_equal=True)
    for wrong in (-np.inf, 1e308, nan):
        with pytest.raises(Unmet):
            expect.close(wrong, np.inf, rtol=1e9)
    with pytest.raises(Unmet):
        expect.close(np.inf, 1.0, rtol=1e300)
    expect.equal(nan, nan)


def test_raises():
    def fail(kind, text=""):
        raise kind(text)

    expect.raises(ValueError, fail, ValueError, "p is 2", match="p is")
    expect.raises((KeyError, ValueError), fail, ValueError)
    with pytest.raises(Unmet, match="got      TypeError: no"):
        expect.raises(ValueError, fail, TypeError, "no")
    with pytest.raises(Unmet, match="expected ValueError to be raised"):
        expect.raises(ValueError, lambda: 3)
    with pytest.raises(Unmet, match="in it"):
        expect.raises(ValueError, fail, ValueError, "other", match="p is")
    with pytest.raises(NotImplementedError):  # the stub is a RuntimeError by its class
        expect.raises(RuntimeError, fail, NotImplementedError, "Task x: write")


def test_unchanged_says_that_it_was_changed_in_place():
    x = np.arange(3.0)
    before = x.copy()
    x[1] = 9.0
    with pytest.raises(Unmet, match=r"changed its argument in place[^$]*index \[1\]: got 9"):
        expect.unchanged(before, x)
    with pytest.raises(Unmet):
        expect.unchanged(np.ones(2), np.ones(2, np.float32))


def test_finite_shape_dtype_between_true():
    expect.finite([1, 2.0])
    expect.shape(torch.ones(2, 3), (2, 3))
    expect.dtype(torch.ones(2), torch.float32)
    expect.dtype(np.float32(1), "float32")
    expect.between([0.0, 1.0], 0, 1)
    expect.true(np.bool_(True), "never read")
    for fails in (
        lambda: expect.finite([1.0, np.nan]),
        lambda: expect.finite(np.inf),
        lambda: expect.finite(None),
        lambda: expect.finite("a"),
        lambda: expect.shape(np.ones(3), (3, 1)),
        lambda: expect.shape(1.0, (1,)),
        lambda: expect.dtype(np.ones(2), "float32"),
        lambda: expect.between([0.0, 1.1], 0, 1),
        lambda: expect.between(np.nan, 0, 1),
        lambda: expect.between(True, 0, 1),
        lambda: expect.true(False, "no"),
    ):
        with pytest.raises(Unmet):
            fails()
    with pytest.raises(ValueError, match="not a bool"):
        expect.true(np.ones(2), "an array")


@pytest.mark.parametrize(
    ("got", "want", "advice"),
    [
        (np.array([-1.0, 2.0]), np.array([1.0, -2.0]), "sign is reversed"),
        (np.array([4.0, 8.2]), np.array([1.0, 2.05]), "one and the same factor"),
        (np.ones((2, 3)), np.ones((3, 2)), "other way round"),
        (np.ones(3), 1.0, "average or sum"),
        (1.0, np.ones(3), "one value for each"),
        (np.ones((3, 3)), np.ones(3), "broadcast"),
        (np.array([np.nan]), np.array([1.0]), "a NaN appears"),
        (np.array([np.inf]), np.array([1.0]), "an infinity appears"),
        (None, 1.0, "return"),
        (np.array([0.0, 1.0]), np.array([0.2, 0.7]), "whole numbers"),
    ],
)
def test_advice_is_read_off_the_difference(got, want, advice):
    with pytest.raises(Unmet, match=f"try: .*{advice}"):
        expect.close(got, want)


def test_both_sides_are_described_with_shape_and_dtype():
    with pytest.raises(Unmet) as caught:
        expect.close(torch.tensor([1.0, 2.0]), np.array([1.0, 2.5]), rtol=1e-3)
    assert str(caught.value).splitlines()[:4] == [
        "got      tensor of shape (2,), float32: [1. 2.]",
        "expected array of shape (2,), float64: [1. 2.5]",
        "first at index [1]: got 2, expected 2.5 (off by 0.5, allowed 0.0025)",
        "1 of 2 entries differ",
    ]


def test_large_values_do_not_make_large_messages():
    for got in (np.ones((500, 500)), ["a" * 10_000] * 1000, 10**10_000, {10**9999: 1}):
        with pytest.raises(Unmet) as caught:
            expect.equal(got, "b")
        assert len(str(caught.value)) < 2000


def test_an_author_who_expects_an_object_is_told():
    with pytest.raises(ValueError, match="cannot be compared"):
        expect.close(1.0, object())

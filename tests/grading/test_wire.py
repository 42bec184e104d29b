"""The format between judge and worker: everything plain survives, nothing else is built."""

import collections
import enum
import json
import math
import struct

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from ftlib.grading import wire


def through(value):
    frame = wire.pack(value)
    size = wire.HEAD.size
    header, payload = wire.sizes(frame[:size])
    assert len(frame) == size + header + payload
    return wire.unpack(frame[size : size + header], frame[size + header :])


scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**200), 2**200)
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False)
    | st.text(st.characters())
    | st.binary()
)
plain = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(scalars, inner, max_size=4)
        | st.frozensets(scalars, max_size=4)
        | st.sets(scalars, max_size=4)
    ),
    max_leaves=20,
)


def exact(value) -> str:
    """A text that tells 1 from True and 1.0, and -0.0 from 0.0; sets in a fixed order."""
    name = type(value).__name__
    if isinstance(value, (set, frozenset)):
        return f"{name}{sorted(map(exact, value))}"
    if isinstance(value, dict):
        return f"{name}{[(exact(k), exact(v)) for k, v in value.items()]}"
    if isinstance(value, (list, tuple)):
        return f"{name}{[exact(item) for item in value]}"
    return f"{name}:{value!r}"


def same(one, other) -> bool:
    return exact(one) == exact(other)


@given(plain)
@settings(deadline=None)
def test_plain_values_come_back_as_they_were(value):
    assert same(through(value), value)


dtypes = (
    hnp.boolean_dtypes()
    | hnp.integer_dtypes(endianness="?")
    | hnp.floating_dtypes(endianness="?")
    | hnp.complex_number_dtypes()
    | hnp.unicode_string_dtypes()
    | hnp.byte_string_dtypes()
)


@given(hnp.arrays(dtypes, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)))
@settings(deadline=None)
def test_arrays_come_back_bit_for_bit(array):
    back = through(array)
    assert type(back) is np.ndarray
    assert (back.dtype, back.shape) == (array.dtype, array.shape)
    assert back.tobytes() == array.tobytes()


def test_views_scalars_and_read_only_arrays():
    view = np.arange(12.0).reshape(3, 4).T[::2]
    np.testing.assert_array_equal(through(view), view)
    assert type(through(np.float32(1.5))) is np.float32
    assert math.isnan(through(float("nan")))
    fixed = np.ones(2)
    fixed.flags.writeable = False
    assert not through(fixed).flags.writeable
    assert through(np.ones(2)).flags.writeable


@pytest.mark.parametrize(
    "tensor",
    [
        torch.arange(6.0).reshape(2, 3).T,
        torch.tensor(3),
        torch.zeros(0, 4),
        torch.tensor([True, False]),
        torch.tensor([1.5, float("inf")], dtype=torch.bfloat16),
        torch.tensor([1 + 2j]).conj(),
        torch.nn.Parameter(torch.ones(2)),
    ],
)
def test_tensors(tensor):
    back = through(tensor)
    assert type(back) is torch.Tensor
    assert (back.dtype, back.shape) == (tensor.dtype, tensor.shape)
    assert back.requires_grad == tensor.requires_grad
    assert torch.equal(back.detach(), tensor.detach())


def test_the_gradient_travels_with_a_leaf():
    leaf = torch.tensor([1.0, 2.0], requires_grad=True)
    (leaf**2).sum().backward()
    assert through(leaf).grad.tolist() == [2.0, 4.0]


class Liar(float):
    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0


class Colour(enum.IntEnum):
    RED = 1


def test_subclasses_arrive_as_the_plain_values_they_hold():
    for value, want in [
        (Liar(1.5), 1.5),
        (Colour.RED, 1),
        (collections.Counter("aab"), {"a": 2, "b": 1}),
        (collections.namedtuple("P", "x y")(1, 2), (1, 2)),
        (range(3), [0, 1, 2]),
    ]:
        assert same(through(value), want)


@pytest.mark.parametrize(
    "value",
    [
        object(),
        len,
        lambda: 0,
        (i for i in "ab"),
        np.array([object()]),
        np.zeros(2, dtype=[("a", int)]),
        torch.nn.Linear(1, 1),
        torch.ones(2).to_sparse(),
        {1: object()},
        int,
        Ellipsis,
    ],
)
def test_other_objects_are_refused_by_name(value):
    with pytest.raises(wire.WireError, match=r"plain value|cannot be sent"):
        wire.pack(value)


@pytest.mark.parametrize(
    "dtype",
    [np.dtype("float32"), np.dtype("<U5"), np.int16, torch.float64, torch.bfloat16, torch.bool],
)
def test_dtypes_are_names(dtype):
    back = through([dtype])
    assert back == [dtype]
    assert type(back[0]) is type(dtype)


def test_objects_go_as_references_and_stand_for_what_the_receiver_says():
    def refer(value):
        return ["object", 7, type(value).__name__]

    frame = wire.pack({"a": [object(), 1.5]}, refer)
    header, body = frame[wire.HEAD.size :], b""
    assert wire.unpack(header, body, lambda reference: tuple(reference)) == {
        "a": [("object", 7, "object"), 1.5]
    }
    with pytest.raises(wire.MalformedError):
        wire.unpack(header, body)  # a receiver that knows no objects


@pytest.mark.parametrize("reference", [None, 5, "object", [1.5], [[1]], {"a": 1}])
def test_a_reference_is_a_flat_list(reference):
    header = json.dumps({"v": {"o": reference}, "b": []}).encode()
    with pytest.raises(wire.MalformedError):
        wire.unpack(header, b"", lambda body: body)


def test_limits():
    nest: list = []
    nest.append(nest)
    for value in (nest, [0] * 10**6, "a" * 2**25, bytes(2**28), set(range(20_000))):
        with pytest.raises(wire.WireError, match=r"too large|nested"):
            wire.pack(value)


def test_a_frame_over_the_limits_is_refused_before_it_is_read():
    for magic, header, payload in ((b"XXXX", 1, 1), (b"FTW1", 2**31, 0), (b"FTW1", 1, 2**60)):
        with pytest.raises(wire.MalformedError):
            wire.sizes(struct.pack(">4sIQ", magic, header, payload))


COLLIDING = [{"i": hex(k * (2**61 - 1))} for k in range(1, 20_000)]


@pytest.mark.parametrize(
    "tree",
    [
        {"v": {"a": ["<f8", [2], 0, True]}, "b": [8]},
        {"v": {"a": ["|O8", [1], 0, True]}, "b": [8]},
        {"v": {"a": ["<f8", [-1], 0, True]}, "b": [8]},
        {"v": {"a": ["<f8", [2**70, 0], 0, True]}, "b": [8]},
        {"v": {"a": ["<f8", [1], 7, True]}, "b": [8]},
        {"v": {"T": ["load", [1], 0, False, None]}, "b": [8]},
        {"v": {"T": ["float64", [3], 0, False, None]}, "b": [8]},
        {"v": {"pickle": "x"}, "b": [8]},
        {"v": {"l": [], "t": []}, "b": [8]},
        {"v": {"i": "12z"}, "b": [8]},
        {"v": {"d": [[{"l": []}, 1]]}, "b": [8]},
        {"v": {"s": COLLIDING}, "b": [8]},
        {"v": {"o": ["object", 1]}, "b": [8]},
        {"v": {"D": ["torch", "load"]}, "b": [8]},
        {"v": {"D": ["numpy", "load"]}, "b": [8]},
        {"v": {"D": ["dtype", "|O8"]}, "b": [8]},
        {"v": {"D": ["os", "system"]}, "b": [8]},
        {"v": 1.5, "b": [8]},
        {"v": [1], "b": [8]},
        {"v": 1, "b": [9]},
        {"v": 1, "b": [16, -8]},
        {"v": 1},
        [],
        {"v": {"l": [None] * 400_000}, "b": [8]},
    ],
)
def test_what_pack_does_not_write_is_refused(tree):
    with pytest.raises(wire.MalformedError):
        wire.unpack(json.dumps(tree).encode(), bytes(8))


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_noise_is_refused(noise):
    for header in (noise, b'{"v": ' + noise + b', "b": []}', b"[" * 10_000 + noise):
        try:
            wire.unpack(header, b"")
        except wire.MalformedError:
            continue

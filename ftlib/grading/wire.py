"""The typed format between judge and worker: plain values in, plain values out, never pickle.

A frame is `magic · header length (u32) · payload length (u64) · header (JSON) · payload`. The
header is a tree of nodes; arrays and bytes are slices of the payload. Decoding builds only values
of the exact types below, so no method of a sender's class ever runs at the receiver:
None, bool, int of any size, float, complex, str, bytes, list, tuple, dict, set, frozenset,
NumPy scalars and arrays, torch tensors (with `requires_grad` and `grad`), TensorFlow tensors,
dtypes of NumPy and torch. Other objects stay where they are: whoever packs may give them a
reference (a short list of numbers and strings), whoever unpacks says what stands for it.
"""

from __future__ import annotations

import json
import re
import struct
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from ftlib.grading.values import is_tensorflow, is_torch

Outside = Callable[[Any], list[Any]]  # an object's reference; WireError when it has none
Inside = Callable[[list[Any]], Any]  # what stands for a reference
HEAD = struct.Struct(">4sIQ")
MAGIC = b"FTW1"
MAX_HEADER = 16 * 2**20
MAX_PAYLOAD = 128 * 2**20
MAX_NODES = 300_000
MAX_DEPTH = 40
MAX_KEYS = 10_000  # keys made to collide cost their number squared
_DTYPE = re.compile(r"[<>|=]([biufcSU])\d+")
_TORCH = frozenset(
    f"{kind}{bits}" for kind in ("uint", "int", "float") for bits in (8, 16, 32, 64)
) - {"float8"} | {"bool", "bfloat16", "complex64", "complex128"}


class WireError(ValueError):
    """A value that cannot be sent."""


class MalformedError(WireError):
    """Bytes that are no frame."""


def pack(value: Any, outside: Outside | None = None) -> bytes:
    """`value` as one frame.

    Subclasses of the plain types go as the plain value they hold (a Counter as a dict, a
    Parameter as a tensor). For any other object `outside` gives the reference that is sent.

    Raises:
        WireError: for an object without reference (it names the type), for what is nested too
            deeply or refers to itself, and for what is larger than the limits.
    """
    encoder = _Encoder(outside or refuse)
    header = json.dumps({"v": encoder.node(value, 0), "b": encoder.sizes}).encode("ascii")
    payload = b"".join(encoder.buffers)
    _fits(len(header), MAX_HEADER)
    return HEAD.pack(MAGIC, len(header), len(payload)) + header + payload


def _fits(size: int, most: int) -> int:
    """`size` again, if it is not over the limit."""
    if size > most:
        raise WireError(f"a value of {size / 2**20:.0f} MB is too large to send; return less")
    return size


def refuse(value: Any) -> list[Any]:
    """Refer to no object at all: WireError, naming the type."""
    kind = "function" if callable(value) and not isinstance(value, type) else "object"
    raise WireError(
        f"a {type(value).__name__} ({kind}) is no plain value; use numbers, strings, None, "
        "lists, tuples, dicts, sets, NumPy arrays or tensors"
    )


def sizes(head: bytes) -> tuple[int, int]:
    """Lengths of header and payload, checked before anything is read or allocated."""
    magic, header, payload = HEAD.unpack(head)
    if magic != MAGIC or header > MAX_HEADER or payload > MAX_PAYLOAD:
        raise MalformedError("bytes that are no frame, or a frame over the limits")
    return header, payload


def unpack(header: bytes, payload: bytes, inside: Inside | None = None) -> Any:
    """The value of a frame, with what `inside` gives in the place of each reference.

    Raises:
        MalformedError: for whatever `pack` does not write.
    """
    try:
        tree = json.loads(header)
        lengths = [int(length) for length in tree["b"]]
        if min(lengths, default=0) < 0 or sum(lengths) != len(payload):
            raise MalformedError("the buffers of a frame do not fill its payload")
        return _Decoder(lengths, payload, inside).value(tree["v"], 0)
    except MalformedError:
        raise
    except Exception as error:  # bytes of a stranger: whatever is wrong with them is one thing
        raise MalformedError(f"bytes that are no frame ({type(error).__name__})") from None


def _dtype_of(value: Any) -> list[str] | None:
    """Library and name of a dtype, which is a name more than an object."""
    if isinstance(value, np.dtype) and _DTYPE.fullmatch(value.str):
        return ["dtype", value.str]
    if isinstance(value, type) and issubclass(value, np.generic) and value.__module__ == "numpy":
        return ["numpy", value.__name__]
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.dtype):
        name = str(value).removeprefix("torch.")
        return ["torch", name] if name in _TORCH else None
    return None


class _Encoder:
    def __init__(self, outside: Outside) -> None:
        self.outside = outside
        self.buffers: list[bytes] = []
        self.sizes: list[int] = []
        self.count = 0
        self.characters = self.bytes = 0

    def node(self, value: Any, depth: int) -> Any:
        self.count += 1
        if depth > MAX_DEPTH:
            raise WireError("a value is nested too deeply, or holds itself")
        if self.count > MAX_NODES:
            raise WireError(f"a value of more than {MAX_NODES} items is too large to send")
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, (np.generic, np.ndarray)):
            return self._numpy(value)
        if isinstance(value, (int, float, complex, str, bytes, bytearray)):
            return self._scalar(value)
        if isinstance(value, (list, tuple, dict, set, frozenset, range)):
            return self._container(value, depth + 1)
        if is_torch(value):
            return self._torch(value, depth + 1)
        if is_tensorflow(value):
            array = value.numpy()
            if np.asarray(array).dtype.kind in "biufc":
                return {"K": self._numpy(np.asarray(array))["a"]}
        dtype = _dtype_of(value)
        return {"o": self.outside(value)} if dtype is None else {"D": dtype}

    def _scalar(self, value: Any) -> Any:
        if isinstance(value, int):
            plain = int(value)
            return plain if abs(plain) < 2**53 else {"i": hex(plain)}
        if isinstance(value, float):
            return {"f": float(value).hex()}
        if isinstance(value, complex):
            return {"c": [value.real.hex(), value.imag.hex()]}
        if isinstance(value, str):
            self.characters = _fits(self.characters + len(value), MAX_HEADER)
            return str(value)
        return {"y": self._buffer(bytes(value))}

    def _container(self, value: Any, depth: int) -> Any:
        if isinstance(value, (dict, set, frozenset)) and len(value) > MAX_KEYS:
            raise WireError(f"a {type(value).__name__} of over {MAX_KEYS} entries is too large")
        if isinstance(value, dict):
            pairs = dict.items(value)
            return {"d": [[self.node(k, depth), self.node(v, depth)] for k, v in pairs]}
        tags = ((list, "l"), (tuple, "t"), (set, "s"), (frozenset, "z"), (range, "l"))
        tag = next(tag for kind, tag in tags if isinstance(value, kind))
        return {tag: [self.node(item, depth) for item in value]}

    def _numpy(self, value: np.ndarray | np.generic) -> dict[str, Any]:
        array = np.asarray(value)
        if not _DTYPE.fullmatch(array.dtype.str):
            raise WireError(f"an array of dtype {array.dtype} is no plain value; use numbers")
        _fits(self.bytes + array.nbytes, MAX_PAYLOAD)  # before a copy of it is made
        buffer = self._buffer(array.tobytes())
        if isinstance(value, np.generic):
            return {"n": [array.dtype.str, buffer]}
        return {"a": [array.dtype.str, list(array.shape), buffer, bool(value.flags.writeable)]}

    def _torch(self, value: Any, depth: int) -> dict[str, Any]:
        import torch

        name = str(value.dtype).removeprefix("torch.")
        if name not in _TORCH or value.layout != torch.strided:
            raise WireError(f"a tensor of dtype {name}, {value.layout} cannot be sent")
        plain = value.detach().cpu().resolve_conj().resolve_neg().contiguous()
        raw = plain.reshape(-1).view(torch.uint8).numpy().tobytes() if plain.numel() else b""
        grad = value.grad if value.is_leaf else None
        gradient = None if grad is None else self.node(grad, depth)
        shape = list(value.shape)
        return {"T": [name, shape, self._buffer(raw), bool(value.requires_grad), gradient]}

    def _buffer(self, raw: bytes) -> int:
        self.bytes = _fits(self.bytes + len(raw), MAX_PAYLOAD)
        self.buffers.append(raw)
        self.sizes.append(len(raw))
        return len(self.sizes) - 1


class _Decoder:
    def __init__(self, lengths: list[int], payload: bytes, inside: Inside | None) -> None:
        self.buffers: list[bytes] = []
        offset = 0
        for length in lengths:
            self.buffers.append(payload[offset : offset + length])
            offset += length
        self.count = 0
        self.kinds: dict[str, Callable[[Any, int], Any]] = {
            "i": lambda body, _: int(body, 16),
            "f": lambda body, _: float.fromhex(body),
            "c": lambda body, _: complex(float.fromhex(body[0]), float.fromhex(body[1])),
            "y": lambda body, _: self.buffers[body],
            "l": lambda body, depth: [self.value(item, depth) for item in body],
            "t": lambda body, depth: tuple(self.value(item, depth) for item in body),
            "s": lambda body, depth: {self.value(item, depth) for item in _keys(body)},
            "z": lambda body, depth: frozenset(self.value(item, depth) for item in _keys(body)),
            "d": lambda body, d: {self.value(k, d): self.value(v, d) for k, v in _keys(body)},
            "n": lambda body, _: self._array(body[0], [], body[1])[()],
            "a": self._ndarray,
            "T": self._torch,
            "K": self._tensorflow,
            "D": self._dtype,
        }
        if inside is not None:
            self.kinds["o"] = lambda body, _: inside(_reference(body))

    def value(self, node: Any, depth: int) -> Any:
        self.count += 1
        if depth > MAX_DEPTH or self.count > MAX_NODES:
            raise MalformedError("a frame over the limits")
        if node is None or type(node) in (bool, int, str):
            return node
        ((tag, body),) = node.items()
        return self.kinds[tag](body, depth + 1)

    def _array(self, dtype: str, shape: list[int], buffer: int) -> np.ndarray:
        if not _DTYPE.fullmatch(dtype):
            raise MalformedError("a frame with a dtype that is not sent")
        return np.frombuffer(self.buffers[buffer], dtype=dtype).reshape(shape).copy()

    def _ndarray(self, body: Any, _depth: int) -> np.ndarray:
        dtype, shape, buffer, writeable = body
        if not all(type(length) is int and length >= 0 for length in shape):
            raise MalformedError("a frame with a shape that is none")
        array = self._array(dtype, shape, buffer)
        array.flags.writeable = bool(writeable)
        return array

    def _torch(self, body: Any, depth: int) -> Any:
        import torch

        name, shape, buffer, requires_grad, gradient = body
        if name not in _TORCH:
            raise MalformedError("a frame with a dtype that is not sent")
        dtype, raw = getattr(torch, name), self.buffers[buffer]
        flat = torch.frombuffer(bytearray(raw), dtype=dtype) if raw else torch.empty(0, dtype=dtype)
        tensor = flat.reshape([int(length) for length in shape])
        if requires_grad is True:
            tensor.requires_grad_(True)
            tensor.grad = None if gradient is None else self.value(gradient, depth)
        return tensor

    def _dtype(self, body: Any, _depth: int) -> Any:
        library, name = body
        if library == "dtype" and _DTYPE.fullmatch(name):
            return np.dtype(name)
        if library == "torch" and name in _TORCH:
            import torch

            return getattr(torch, name)
        kind = getattr(np, name) if library == "numpy" else None
        if not (isinstance(kind, type) and issubclass(kind, np.generic)):
            raise MalformedError("a frame with a dtype that is not sent")
        return kind

    def _tensorflow(self, body: Any, depth: int) -> Any:
        array = self._ndarray(body, depth)
        tensorflow = sys.modules.get("tensorflow")
        return array if tensorflow is None else tensorflow.constant(array)


def _reference(body: Any) -> list[Any]:
    if type(body) is not list or not all(type(item) in (int, str, bool) for item in body):
        raise MalformedError("a frame with a reference that is none")
    return body


def _keys(body: list[Any]) -> list[Any]:
    if len(body) > MAX_KEYS:
        raise MalformedError("a frame over the limits")
    return body

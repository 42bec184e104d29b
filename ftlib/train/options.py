"""The hyper-parameters of a run, checked before anything is computed."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from ftlib.train.policy.parameters import Rates

SCHEDULES = ("linear", "cosine", "constant", "inverse_sqrt")
STRATEGIES = {"torch": ("ddp", "fsdp"), "tensorflow": ("mirrored", "multi_worker")}

_COUNTS = ("epochs", "batch_size", "max_tokens", "accumulate", "patience", "validate_every")
_MORE_COUNTS = ("unfreeze_every", "save_every", "keep")

# What may differ between a run and its continuation: it changes where, how fast or how visibly the
# numbers are computed, not what they are (up to rounding).
FREE_TO_CHANGE = frozenset(
    {"accumulate", "cache_trunk", "checkpoint_activations", "checkpoints", "compile", "device"}
    | {"channels_last", "keep", "log", "log_folder", "prefetch", "report", "resume", "save_every"}
    | {"strategy"}
)


# What the TensorFlow engine does in another way, and how.
_TORCH_ONLY = {
    "unfreeze_every": "call fit once for each stage, with a larger freeze",
    "cache_trunk": "cut the model by `image_models.split_at` and fit the suffix on what the prefix "
    "predicts",
    "checkpoint_activations": "build the model inside `keras.RematScope()`",
    "channels_last": "Keras stores pictures [B, H, W, C] as it is; leave it out",
}


@dataclass(frozen=True)
class Options:
    """What `ftlib.train.fit` takes beside the model and the data; its docstring explains each.

    `framework` is set by the `fit` that was called: `torch`, or `tensorflow`.

    Raises:
        ValueError: for a value outside its range.
    """

    epochs: int = 3
    batch_size: int | None = None
    max_tokens: int | None = None
    accumulate: int = 1
    learning_rate: Rates = 2e-5
    layer_decay: float | None = None
    weight_decay: float = 0.01
    schedule: str = "linear"
    warmup: float = 0.1
    clip: float | None = 1.0
    patience: int | None = None
    validate_every: int | None = None
    keep_best: bool = True
    report: bool | Sequence[str] = False
    freeze: str | int | None = None
    unfreeze_every: int | None = None
    cache_trunk: bool | str = False
    device: str = "auto"
    precision: str = "auto"
    compile: bool | str = False
    checkpoint_activations: bool = False
    channels_last: bool = False
    faster: bool = True
    prefetch: int = 0
    strategy: str | None = None
    checkpoints: str | Path | None = None
    resume: bool | str = False
    save_every: int | None = None
    keep: int = 2
    log: Any = ()
    log_folder: str | Path | None = None
    seed: int = 0
    framework: str = "torch"

    def __post_init__(self) -> None:
        if self.batch_size is None and self.max_tokens is None:
            object.__setattr__(self, "batch_size", 32)
        _check_numbers(self)
        _check_choices(self)
        if self.framework == "tensorflow":
            _check_tensorflow(self)

    @property
    def batches(self) -> str:
        """In words: how large the batches are."""
        limits = []
        if self.batch_size is not None:
            limits.append(f"{self.batch_size:,}")
        if self.max_tokens is not None:
            limits.append(f"at most {self.max_tokens:,} tokens")
        parts = "" if self.accumulate == 1 else f" in {self.accumulate} parts"
        return f"batches of {' and '.join(limits)}{parts}"


def _check_numbers(options: Options) -> None:
    optional = {each.name for each in fields(options) if each.default is None}
    for name in (*_COUNTS, *_MORE_COUNTS):
        count = getattr(options, name)
        if count is None and name in optional:
            continue
        if isinstance(count, bool) or not isinstance(count, int) or count < 1:
            raise ValueError(f"{name} is {count!r}; give a whole number from 1 up")
    if isinstance(options.prefetch, bool) or options.prefetch < 0:
        raise ValueError(f"prefetch is {options.prefetch!r}; give 0 (none) or a number of batches")
    rates = options.learning_rate
    for rate in rates.values() if isinstance(rates, Mapping) else (rates,):
        if not (rate > 0 and math.isfinite(rate)):
            raise ValueError(f"learning_rate is {rates!r}; give rates above 0, such as 2e-5")
    if not (options.weight_decay >= 0 and math.isfinite(options.weight_decay)):
        raise ValueError(f"weight_decay is {options.weight_decay!r}; give 0 (none) or more")
    if not 0 <= options.warmup < 1:
        raise ValueError(f"warmup is {options.warmup!r}; give a share of the steps in [0, 1)")
    if options.clip is not None and not options.clip > 0:
        raise ValueError(f"clip is {options.clip!r}; give a norm above 0, or None for no clipping")
    if options.layer_decay is not None and not 0 < options.layer_decay <= 1:
        raise ValueError(f"layer_decay is {options.layer_decay!r}; give a factor in (0, 1]")


def _check_choices(options: Options) -> None:
    _one_of("framework", options.framework, tuple(STRATEGIES))
    _one_of("schedule", options.schedule, SCHEDULES)
    _one_of("strategy", options.strategy, (None, *STRATEGIES[options.framework]))
    if isinstance(options.report, str) or not isinstance(options.report, bool | Sequence):
        raise ValueError(
            f"report is {options.report!r}; give True, or the names of the classes in their order"
        )
    _one_of("resume", options.resume, (False, True, "auto"))
    _one_of("cache_trunk", options.cache_trunk, (False, True, "auto"))
    _one_of("faster", options.faster, (False, True))
    if options.resume is True and options.checkpoints is None:
        raise ValueError("resume is True but checkpoints is None; name the folder to resume from")
    if options.save_every is not None and options.checkpoints is None:
        raise ValueError(
            f"save_every is {options.save_every} but checkpoints is None; name a folder for them"
        )
    if options.unfreeze_every is not None and options.freeze is None:
        raise ValueError(
            f"unfreeze_every is {options.unfreeze_every} but freeze is None; "
            "say what is frozen at first, such as freeze='head'"
        )


def _check_tensorflow(options: Options) -> None:
    for name, remedy in _TORCH_ONLY.items():
        if getattr(options, name) not in (None, False):
            raise ValueError(
                f"{name} is {getattr(options, name)!r}, which only the PyTorch fit takes; {remedy}"
            )
    if isinstance(options.compile, str):
        raise ValueError(
            f"compile is {options.compile!r}, but TensorFlow has one compiler, XLA; give True"
        )
    if options.compile and options.strategy is not None:
        raise ValueError(
            f"compile is True with strategy {options.strategy!r}, whose sums over replicas XLA "
            "does not compile; leave one of them out"
        )


def _one_of(name: str, value: object, known: tuple[object, ...]) -> None:
    if not any(value is each or (isinstance(each, str) and value == each) for each in known):
        listed = ", ".join(each if isinstance(each, str) else repr(each) for each in known)
        raise ValueError(f"{name} is {value!r}; use one of {listed}")


def from_keywords(keywords: Mapping[str, Any], framework: str = "torch") -> Options:
    """`Options(**keywords)`, with a helpful sentence for a misspelt name.

    Raises:
        ValueError: for a name that is no option, with the nearest that is.
    """
    known = [each.name for each in fields(Options) if each.name != "framework"]
    for name in keywords:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"the options are {', '.join(known)}"
            raise ValueError(f"{name!r} is no option of fit; {hint}")
    return Options(**keywords, framework=framework)

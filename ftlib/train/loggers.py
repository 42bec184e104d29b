"""Where the numbers of a run go while it runs: the screen, a CSV or JSON file, TensorBoard, W&B.

A logger is any object with two methods: `write(record)` and `close()`. A record is a flat dict
with a `kind` ("step", "validation" or "note"), the `step`, and numbers by name.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path
from typing import Any, Protocol, TextIO

from ftlib.train.options import Options

Record = Mapping[str, Any]

COLUMNS = (
    "kind",
    "step",
    "epoch",
    "loss",
    "metric",
    "learning_rate",
    "gradient_norm",
    "seconds",
    "examples",
    "tokens",
)


class Logger(Protocol):
    """What `fit(log=…)` takes beside names; a class of your own may provide it."""

    def write(self, record: Record) -> None:
        """Take one record; keep no reference to it."""

    def close(self) -> None:
        """The run is over, or was interrupted."""


class Console:
    """A line for each validation, and for each note of a callback.

    Args:
        stream: where to print; by default standard output, as it is at that moment.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream

    def write(self, record: Record) -> None:
        """Print the record, unless it is a step."""
        if record["kind"] == "step":
            return
        words = [f"step {record['step']:>6,}"]
        words += [
            f"{name} {value:.4g}" if isinstance(value, float) else f"{name} {value}"
            for name, value in record.items()
            if name not in ("kind", "step", "seconds", "examples", "tokens") and value is not None
        ]
        print("  ".join(words), file=self._stream or sys.stdout)

    def close(self) -> None:
        """Nothing to do."""


class JsonLines:
    """One JSON object a line: `log.jsonl`.

    Args:
        path: the file; its folder is made. When a run is resumed, lines after the checkpoint's
            step are dropped first: those steps are made again. When one begins where there is a log
            already, that is renamed to `log.1.jsonl`, `log.2.jsonl`, …
        step: the step at which the run begins or goes on.
    """

    def __init__(self, path: str | Path, *, step: int = 0) -> None:
        kept = [line for line in _lines(Path(path)) if _json_step(line) <= step]
        self._file = _begin(Path(path), kept, step)

    def write(self, record: Record) -> None:
        """Append the record."""
        self._file.write(json.dumps(dict(record)) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class Csv:
    """One table, `log.csv`, with a row a record and the columns of `COLUMNS`; notes are left out.

    Arguments: as `JsonLines`.
    """

    def __init__(self, path: str | Path, *, step: int = 0) -> None:
        kept = [line for line in _lines(Path(path))[1:] if int(line.split(",")[1]) <= step]
        self._file = _begin(Path(path), [",".join(COLUMNS), *kept], step)
        self._writer = csv.DictWriter(
            self._file, COLUMNS, extrasaction="ignore", lineterminator="\n"
        )

    def write(self, record: Record) -> None:
        """Append the record, unless it is a note."""
        if record["kind"] != "note":
            self._writer.writerow(record)
            self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class TensorBoard:
    """Scalars for TensorBoard, named like `step/loss`; view them by `tensorboard --logdir FOLDER`.

    Args:
        folder: where its event files go.
        step: the step at which the run goes on; what TensorBoard has of later ones is hidden.

    Raises:
        ValueError: when the package `tensorboard` is not installed.
    """

    def __init__(self, folder: str | Path, *, step: int = 0) -> None:
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError:
            raise ValueError(
                "log names 'tensorboard', but that package is not installed; run "
                "`pip install tensorboard`, or log to 'csv' or 'json'"
            ) from None
        self._writer = SummaryWriter(str(folder), purge_step=step + 1 if step else None)

    def write(self, record: Record) -> None:
        """Add each number of the record."""
        for name, value in _numbers(record).items():
            self._writer.add_scalar(f"{record['kind']}/{name}", value, record["step"])

    def close(self) -> None:
        """Write what is still in memory."""
        self._writer.close()


class Wandb:
    """Weights & Biases, offline: nothing leaves the machine (`wandb sync FOLDER` would send it).

    Args:
        folder: where its files go.
        options: shown as the run's configuration.

    Raises:
        ValueError: when the package `wandb` is not installed.
    """

    def __init__(self, folder: str | Path, *, options: Mapping[str, Any] | None = None) -> None:
        try:
            import wandb  # type: ignore[import-not-found, unused-ignore]
        except ImportError:
            raise ValueError(
                "log names 'wandb', but that package is not installed; run `pip install wandb`, "
                "or log to 'csv' or 'json'"
            ) from None
        Path(folder).mkdir(parents=True, exist_ok=True)
        self._run = wandb.init(mode="offline", dir=str(folder), config=dict(options or {}))

    def write(self, record: Record) -> None:
        """Log each number of the record at its step."""
        named = {f"{record['kind']}/{name}": each for name, each in _numbers(record).items()}
        self._run.log(named, step=record["step"])

    def close(self) -> None:
        """End the W&B run."""
        self._run.finish()


NAMES = ("console", "csv", "json", "tensorboard", "wandb")


def open_loggers(options: Options, plain: Mapping[str, Any], step: int) -> list[Logger]:
    """The loggers that `log` names, in order; objects are taken as they are.

    Args:
        options: `log` (a name, an object, or several) and the folder for files: `log_folder`, else
            `log` inside `checkpoints`.
        plain: the options as plain values, for W&B.
        step: the step at which the run begins or goes on.

    Raises:
        ValueError: an unknown name, or files without a folder.
    """
    given = [options.log] if _is_one(options.log) else list(options.log)
    folder = _folder(options)
    return [_opened(each, folder, plain, step) for each in given]


def check_log(options: Options) -> None:
    """Raise what `open_loggers` would, before anything is opened."""
    for each in [options.log] if _is_one(options.log) else options.log:
        if not isinstance(each, str):
            if not (hasattr(each, "write") and hasattr(each, "close")):
                raise ValueError(
                    f"log holds {each!r}; give an object with write(record) and close(), or one of "
                    f"{', '.join(NAMES)}"
                )
        elif each not in NAMES:
            raise ValueError(f"log names {each!r}; use one of {', '.join(NAMES)}, or an object")
        elif each != "console" and _folder(options) is None:
            raise ValueError(
                f"log names {each!r}, which needs a folder; give log_folder (or checkpoints)"
            )


def _is_one(log: object) -> bool:
    return isinstance(log, str) or not isinstance(log, Iterable)


def _folder(options: Options) -> Path | None:
    if options.log_folder is not None:
        return Path(options.log_folder)
    return None if options.checkpoints is None else Path(options.checkpoints) / "log"


def _opened(each: Any, folder: Path | None, plain: Mapping[str, Any], step: int) -> Logger:
    if not isinstance(each, str):
        logger: Logger = each
        return logger
    if each == "console":
        return Console()
    assert folder is not None  # check_log has seen to it
    if each == "csv":
        return Csv(folder / "log.csv", step=step)
    if each == "json":
        return JsonLines(folder / "log.jsonl", step=step)
    if each == "tensorboard":
        return TensorBoard(folder / "tensorboard", step=step)
    return Wandb(folder / "wandb", options=plain)


def _begin(path: Path, kept: list[str], step: int) -> TextIO:
    """Open a file that holds the lines `kept`, to append to; an earlier run's is set aside."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if step == 0 and path.is_file():
        numbered = (path.with_name(f"{path.stem}.{n}{path.suffix}") for n in count(1))
        os.replace(path, next(each for each in numbered if not each.exists()))
    partial = path.with_name(path.name + ".part")
    partial.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8", newline="")
    os.replace(partial, path)  # whole or not at all: a log is not lost by a kill either
    return path.open("a", encoding="utf-8", newline="")


def _lines(path: Path) -> list[str]:
    """The whole lines of a file (a killed process may have left half of one)."""
    if not path.is_file():
        return []
    return path.read_text(encoding="utf-8").split("\n")[:-1]


def _json_step(line: str) -> int:
    return int(json.loads(line)["step"])


def _numbers(record: Record) -> dict[str, float]:
    return {
        name: float(value)
        for name, value in record.items()
        if name not in ("kind", "step") and isinstance(value, int | float)
    }

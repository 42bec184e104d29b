"""A run written down in a file (TOML or JSON): which model, which data, which options."""

from __future__ import annotations

import importlib
import json
import os
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from torch import nn

from ftlib import assets
from ftlib.data import Examples, encode
from ftlib.train.checkpoints.saving import save
from ftlib.train.loop import fit
from ftlib.train.options import from_keywords
from ftlib.train.run import Run

if TYPE_CHECKING:
    import pandas as pd

KEYS: dict[str, set[str]] = {
    "model": {"name", "classes", "factory"},
    "data": {"name", "train", "validation", "rows", "max_length", "factory"},
    "options": set(),  # fit checks its own
    "output": {"model"},
}


def read_config(path: str | Path) -> dict[str, Any]:
    """The sections `model`, `data`, `options` and `output` of a `.toml` or `.json` file.

        [model]
        name = "minilm"            # an asset, a folder, or a hub id; or factory = "module:function"
        classes = 2                # default: as many as the training labels have

        [data]
        name = "film_reviews"      # an asset; or train = "a.csv" and validation = "b.csv" with the
        max_length = 128           # columns text and label; or factory = "module:function"
        rows = 1000                # at most so many for training

        [options]                  # whatever fit takes
        epochs = 2
        strategy = "ddp"           # counts under torchrun; alone the run is in one process

        [output]
        model = "tuned.safetensors"

    Raises:
        ValueError: no such file, another ending, a mistake in it, or a section or key that is not
            known.
    """
    file = Path(path)
    if not file.is_file():
        raise ValueError(f"config {str(path)!r} is no file; give a .toml or .json file")
    try:
        if file.suffix == ".toml":
            config = tomllib.loads(file.read_text(encoding="utf-8"))
        elif file.suffix == ".json":
            config = json.loads(file.read_text(encoding="utf-8"))
        else:
            raise ValueError("its name ends in neither .toml nor .json")
    except ValueError as error:  # both decoders' errors are of this kind
        raise ValueError(f"config {file.name!r} cannot be read: {error}") from None
    _check_keys(config, file.name)
    from_keywords(config.get("options", {}))
    return config


def run_config(config: Mapping[str, Any]) -> Run:
    """Build what a config names and fit it; save the model, if `output` says where.

    Under torchrun the run is shared by all processes, by `strategy` (default `ddp`).

    Raises:
        ValueError: as `fit`; a model, data set or factory that cannot be found.
    """
    options = dict(config.get("options", {}))
    alone = "WORLD_SIZE" not in os.environ
    options["strategy"] = None if alone else options.get("strategy", "ddp")
    first = alone or os.environ.get("RANK") == "0"
    data, model = dict(config["data"]), dict(config["model"])
    if "factory" in data:
        train, validation = _made_by(data["factory"])
        built = _model(model, train)
    else:
        frame, held_out = _frames(data)
        tokenizer, length = _tokenizer(model), data.get("max_length", 128)
        train = encode(frame, tokenizer, max_length=length)
        validation = None
        if held_out is not None:
            validation = encode(held_out, tokenizer, max_length=length)
        built = _model(model, train)
    run = fit(built, train, validation, progress=first and sys.stderr.isatty(), **options)
    target = config.get("output", {}).get("model")
    if first and target is not None:
        save(built, target)
    return run


def _model(section: Mapping[str, Any], train: Examples) -> nn.Module:
    if "factory" in section:
        made: nn.Module = _made_by(section["factory"])
        return made
    from transformers import AutoModelForSequenceClassification

    labels = train.labels
    if labels is None:
        raise ValueError("data has no labels; its file needs a column 'label'")
    classes = section.get("classes", int(labels.max()) + 1)
    built: nn.Module = AutoModelForSequenceClassification.from_pretrained(
        assets.model(section["name"]), num_labels=classes, ignore_mismatched_sizes=True
    )
    return built


def _tokenizer(section: Mapping[str, Any]) -> Any:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(assets.model(section["name"]))


def _frames(section: Mapping[str, Any]) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    import pandas as pd

    if "name" in section:
        table = assets.data(section["name"])
        train, validation = table.train, table.validation
    else:
        train = pd.read_csv(section["train"])
        validation = pd.read_csv(section["validation"]) if "validation" in section else None
    return train.head(section.get("rows", len(train))), validation


def _made_by(factory: str) -> Any:
    """What `module:function` returns; modules are also looked for where the command is run."""
    module, _, function = factory.partition(":")
    if "" not in sys.path and os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    try:
        return getattr(importlib.import_module(module), function)()
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(
            f"factory {factory!r} cannot be called ({error}); write 'module:function'"
        ) from error


def _check_keys(config: Mapping[str, Any], name: str) -> None:
    for section, given in config.items():
        if section not in KEYS:
            raise ValueError(
                f"config {name!r} has a section {section!r}; use {', '.join(map(repr, KEYS))}"
            )
        known = KEYS[section]
        for key in given:
            if known and key not in known:
                raise ValueError(
                    f"config {name!r} has {key!r} in its section {section!r}; use one of "
                    f"{', '.join(sorted(known))}"
                )
    for section, needed in (("model", {"name", "factory"}), ("data", {"name", "train", "factory"})):
        if not needed & set(config.get(section, {})):
            raise ValueError(
                f"config {name!r} names no {section}; its section {section!r} needs one of "
                f"{', '.join(sorted(needed))}"
            )

"""Everything that a run is at one moment, as tensors and JSON; and back again.

What is marked `singledispatch` depends on the framework: here for PyTorch, and another engine
registers its own (`ftlib.train.tensorflow.state`). All else, and the folders, are the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from functools import singledispatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn

from ftlib.data import Examples
from ftlib.train.checkpoints.folders import Checkpoint, CheckpointError, newest_checkpoint
from ftlib.train.devices.parallel import cut_like, whole
from ftlib.train.options import FREE_TO_CHANGE, Options
from ftlib.train.pieces import in_one_piece
from ftlib.train.run import Run, Step, Validation
from ftlib.train.seeds import random_state, seed_everything, set_random_state

if TYPE_CHECKING:
    from ftlib.train.engine import Engine
    from ftlib.train.session import Session

State = dict[str, torch.Tensor]


def changing(engine: Engine) -> State:
    """What training can change, by name: the parameters that (will) train, and the buffers."""
    trained = {id(each) for each in engine.trained}
    found = {name: each for name, each in engine.model.named_parameters() if id(each) in trained}
    return {**found, **dict(engine.model.named_buffers())}


@singledispatch
def snapshot(engine: Any) -> State:
    """Copies of all that training can change."""
    found = changing(engine)
    if engine.device.type != "cpu" or engine.options.strategy == "fsdp":
        return {name: each.detach().clone() for name, each in found.items()}
    copies = in_one_piece(list(found.values()))
    for copy, each in zip(copies, found.values(), strict=True):
        copy.copy_(each.detach())
    return dict(zip(found, copies, strict=True))


@singledispatch
def put_back(engine: Any, state: Mapping[str, torch.Tensor]) -> None:
    """Write a `snapshot` back into the model."""
    own = changing(engine)
    with torch.no_grad():
        for name, kept in state.items():
            own[name].copy_(kept)


@singledispatch
def full_state(engine: Any) -> State:
    """Everything in the model's `state_dict`, whole and copied. All processes must ask together."""
    return {name: whole(each).clone() for name, each in engine.model.state_dict().items()}


@singledispatch
def load_state(engine: Any, state: State) -> None:
    """Write a `full_state` (of any number of processes) into the model."""
    own = engine.model.state_dict()
    engine.model.load_state_dict({name: cut_like(each, own[name]) for name, each in state.items()})


def capture(session: Session) -> tuple[dict[str, State], dict[str, Any]]:
    """The files and facts of a checkpoint of this moment. All processes must ask together."""
    engine, run, view = session.engine, session.run, session.view
    training = {f"optimiser/{name}": each for name, each in optimiser_state(engine).items()}
    states = engine.world.gather(generators(engine))
    for rank, state in enumerate(states):
        training |= {f"random/{rank}/{name}": each for name, each in state.items()}
    steps = [tuple(step) for step in run.steps]
    training["history"] = torch.tensor(steps, dtype=torch.float64).reshape(-1, 3)
    facts = run_facts(run) | {
        "options": plain_options(engine.options),
        "train": digest(engine.train),
        "validation": None if engine.validation is None else digest(engine.validation),
        "scaler": engine.scaler.state_dict(),
        "ranks": engine.world.size,
        "memory": view.memory,
        "rate_factor": view.rate_factor,
        "best_step": None if run.best is None else run.best.step,
    }
    return {"model": full_state(engine), "training": training}, facts


def best_state(session: Session) -> State:
    """The `full_state` of the best model so far. All processes must ask together."""
    now = snapshot(session.engine)
    put_back(session.engine, session.best)
    best = full_state(session.engine)
    put_back(session.engine, now)
    return best


def check_same_run(session: Session, stored: Checkpoint) -> None:
    """Raise unless the checkpoint is of this model, these examples and these options.

    Raises:
        CheckpointError: names the first tensor, or the option, that differs.
    """
    engine, facts = session.engine, stored.facts
    made_by = facts["options"].get("framework", "torch")
    if made_by != engine.options.framework:
        raise CheckpointError(
            f"checkpoint {stored.path.name} was made by the fit of {made_by}, this is that of "
            f"{engine.options.framework}; resume with the same, or start anew in another folder"
        )
    _check_model(own_shapes(engine), stored)
    for name, data in (("train", engine.train), ("validation", engine.validation)):
        if facts[name] != (None if data is None else digest(data)):
            raise CheckpointError(
                f"checkpoint {stored.path.name} was made with other {name} examples; "
                "give the same ones in the same order, or start anew in another folder"
            )
    if facts["precision"] != engine.precision:
        raise CheckpointError(
            f"checkpoint {stored.path.name} was made in {facts['precision']}, this run is in "
            f"{engine.precision}; pass precision={facts['precision']!r}"
        )
    now = plain_options(engine.options)
    for name, before in facts["options"].items():
        if name not in FREE_TO_CHANGE | {"precision"} and now.get(name) != before:
            raise CheckpointError(
                f"checkpoint {stored.path.name} was made with {name}={before!r}, this run has "
                f"{now.get(name)!r}; resume with the same, or start anew in another folder"
            )


def apply(session: Session, stored: Checkpoint) -> None:
    """Put the run back to where the checkpoint was made (after `check_same_run`)."""
    engine, view, facts = session.engine, session.view, stored.facts
    training = stored.tensors("training")
    if facts["best_step"] is not None:
        load_state(engine, stored.tensors("best"))
        session.best = snapshot(engine)
    load_state(engine, stored.tensors("model"))
    load_optimiser(engine, training)
    engine.scaler.load_state_dict(facts["scaler"])
    _fill_run(session.run, facts, training["history"])
    view.step, view.memory = stored.step, dict(facts["memory"])
    view.rate_factor, view.stopped = facts["rate_factor"], facts["stopped"]
    _set_generators(session, facts["ranks"], training)


def read_run(folder: str | Path) -> Run:
    """The history in the newest intact checkpoint of `folder`; see `Run.load`."""
    stored = newest_checkpoint(folder)
    if stored is None:
        raise CheckpointError(f"folder {str(folder)!r} holds no checkpoint; name the one of a run")
    known = {each.name for each in fields(Options)}
    options = {name: each for name, each in stored.facts["options"].items() if name in known}
    facts = stored.facts
    run = Run(Options(**options), facts["device"], facts["precision"], facts["examples"])
    _fill_run(run, facts, stored.tensors("training")["history"])
    return run


def run_facts(run: Run) -> dict[str, Any]:
    """The part of a run that is not its steps."""
    return {
        "device": run.device,
        "precision": run.precision,
        "examples": run.examples,
        "validations": [list(each) for each in run.validations],
        "reports": {str(step): text for step, text in run.reports.items()},
        "notes": run.notes,
        "stopped": run.stopped,
        "seen": run.seen,
        "tokens": run.tokens,
        "timings": run.timings,
        "processes": run.processes,
    }


def plain_options(options: Options) -> dict[str, Any]:
    """The options as JSON gives them back; loggers are left out."""
    plain = {name: each for name, each in asdict(_without_log(options)).items() if name != "log"}
    found: dict[str, Any] = json.loads(json.dumps(plain, default=str))
    return found


def digest(data: Examples) -> str:
    """SHA-256 of the lengths and, where they are numbers, the labels of examples."""
    found = hashlib.sha256(np.ascontiguousarray(data.lengths).tobytes())
    labels = data.labels
    if isinstance(labels, np.ndarray) and labels.dtype != object:
        found.update(np.ascontiguousarray(labels).tobytes())
    return found.hexdigest()


def _without_log(options: Options) -> Options:
    from dataclasses import replace

    return replace(options, log=())


def _fill_run(run: Run, facts: Mapping[str, Any], history: torch.Tensor) -> None:
    run.steps[:] = [Step(*row) for row in history.tolist()]
    run.validations[:] = [Validation(*each) for each in facts["validations"]]
    run.reports = {int(step): text for step, text in facts["reports"].items()}
    run.notes, run.stopped = list(facts["notes"]), facts["stopped"]
    run.seen, run.tokens = facts["seen"], facts["tokens"]
    run.timings = dict(facts["timings"])
    run.processes = facts["processes"]


def _names(engine: Engine) -> list[str]:
    """The names of the optimiser's parameters, in its order."""
    names = {id(each): name for name, each in engine.model.named_parameters()}
    return [names[id(each)] for each in engine.trained]


@singledispatch
def optimiser_state(engine: Any) -> State:
    """Its tensors, by the name of each and of its parameter, such as `exp_avg/head.weight`."""
    found = {}
    for name, parameter in zip(_names(engine), engine.trained, strict=True):
        for key, each in engine.optimiser.state.get(parameter, {}).items():
            found[f"{key}/{name}"] = _spread(engine, parameter, whole(each))
    return found


def _spread(engine: Engine, parameter: nn.Parameter, value: torch.Tensor) -> torch.Tensor:
    """A state as it would be if all word rows trained: any run can read it."""
    rows = engine.word_rows
    if rows is None or parameter is not rows.weight or value.shape != parameter.shape:
        return value
    return rows.spread(value)


@singledispatch
def load_optimiser(engine: Any, training: State) -> None:
    """Write the `optimiser/…` among these tensors into the optimiser."""
    state: dict[int, State] = {}
    places = {name: place for place, name in enumerate(_names(engine))}
    for path, tensor in training.items():
        if not path.startswith("optimiser/"):
            continue
        _, key, name = path.split("/", 2)
        parameter = engine.trained[places[name]]
        if engine.word_rows is not None and parameter is engine.word_rows.weight and tensor.ndim:
            tensor = engine.word_rows.pick(tensor)
        cut = cut_like(tensor, parameter) if tensor.shape == parameter.shape else tensor
        state.setdefault(places[name], {})[key] = cut
    engine.optimiser.load_state_dict(engine.optimiser.state_dict() | {"state": state})


@singledispatch
def generators(engine: Any) -> State:
    """The state of every generator that this process draws from."""
    return random_state(engine.device)


@singledispatch
def set_generators(engine: Any, state: State) -> None:
    """Put the generators back to where `generators` found them."""
    set_random_state(state, engine.device)


@singledispatch
def own_shapes(engine: Any) -> dict[str, tuple[int, ...]]:
    """The shape of each tensor of `full_state`, by name."""
    return {name: tuple(each.shape) for name, each in engine.model.state_dict().items()}


def _set_generators(session: Session, ranks: int, training: State) -> None:
    engine = session.engine
    if ranks != engine.world.size:
        # No process can go on where another left off; they draw anew, differently at each resume.
        seed_everything((engine.options.seed + session.view.step + 1) % 2**32)
        engine.world.spread_seed(engine.options.seed + session.view.step + 1)
        return
    start = f"random/{engine.world.rank}/"
    mine = {k.removeprefix(start): v for k, v in training.items() if k.startswith(start)}
    set_generators(engine, mine)


def _check_model(own: Mapping[str, tuple[int, ...]], stored: Checkpoint) -> None:
    there = stored.shapes("model")
    for name in sorted(own.keys() | there.keys()):
        if own.get(name) != there.get(name):
            raise CheckpointError(
                f"checkpoint {stored.path.name} is of another model: {name!r} has shape "
                f"{there.get(name, 'none (it is not there)')} in it and "
                f"{own.get(name, 'none (it is not there)')} in this one; build the model as it "
                "was, or start anew in another folder"
            )

"""Kill a run at random moments, resume it, and see whether anything is lost.

Every kill is SIGKILL: the process gets no chance to tidy up. After it, the newest checkpoint that
the run had announced must be there and intact; when the run at last ends, its weights must have
the bits of a run that nobody disturbed. A new run begins then, until there were enough kills.

    python benchmarks/kill_resume.py [--kills 200] [--out FILE]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import random
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

from measuring import table, write

STEPS, SAVE_EVERY = 60, 2


def train(folder: str, saved: Any, digest: Any) -> None:
    """One process: go on from the newest checkpoint, or begin; write down the final weights."""
    import numpy as np
    import torch
    from torch import nn

    from ftlib.data import Rows
    from ftlib.train import fit

    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, 120)
    points = (rng.normal(size=(120, 16)) + labels[:, None]).astype(np.float32)
    torch.manual_seed(0)
    layers = [nn.Linear(16, 64), nn.BatchNorm1d(64), nn.Dropout(0.3), nn.Linear(64, 2)]
    model = nn.Sequential(*layers)

    def note(view: Any) -> None:
        saved.value = view.step

    fit(
        model,
        Rows(input=points[:96], labels=labels[:96]),
        Rows(input=points[96:], labels=labels[96:]),
        epochs=STEPS // 12,
        batch_size=8,
        learning_rate=0.01,
        device="cpu",
        progress=False,
        checkpoints=folder,
        resume="auto",
        save_every=SAVE_EVERY,
        callbacks={"saved": note},
    )
    bits = b"".join(each.numpy().tobytes() for each in model.state_dict().values())
    digest.value = hashlib.sha256(bits).hexdigest().encode()


def kills(count: int, seed: int = 0) -> dict[str, object]:
    """Kill `count` times; what was lost, and how many finished runs differ."""
    from ftlib.train import CheckpointError
    from ftlib.train.checkpoints import newest_checkpoint

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["torch", "ftlib.train", "ftlib.data"])
    saved, digest = context.RawValue("q", 0), context.RawArray("c", 80)
    rng = random.Random(seed)
    tally = dict.fromkeys(
        ["kills", "while writing", "before any checkpoint", "checkpoints lost", "damaged",
         "runs finished", "runs that differ"],
        0,
    )  # fmt: skip

    def run(folder: Path, patience: float | None) -> bool:
        process = context.Process(target=train, args=(str(folder), saved, digest))
        process.start()
        process.join(patience)
        alive = process.exitcode is None
        process.kill()
        process.join()
        if not alive and process.exitcode != 0:
            raise SystemExit("a run failed by itself; its error is above")
        return not alive

    with tempfile.TemporaryDirectory() as place:
        run(Path(place) / "warm", None)
        started = time.perf_counter()
        run(Path(place) / "undisturbed", None)
        whole = time.perf_counter() - started
        expected = bytes(digest.value)
        number = 0
        while tally["kills"] < count:
            folder, number, saved.value = Path(place) / f"run{number}", number + 1, 0
            ended = False
            while not ended:
                enough = tally["kills"] >= count
                ended = run(folder, None if enough else rng.uniform(0, 0.9 * whole))
                if ended:
                    break
                tally["kills"] += 1
                tally["while writing"] += any(folder.glob(".step-*"))
                tally["before any checkpoint"] += saved.value == 0
                with warnings.catch_warnings(record=True) as caught:
                    warnings.simplefilter("always")
                    try:
                        found = newest_checkpoint(folder)
                    except CheckpointError:
                        found = None
                        tally["damaged"] += 1
                tally["damaged"] += len(caught)
                tally["checkpoints lost"] += (found.step if found else 0) < saved.value
            tally["runs finished"] += 1
            tally["runs that differ"] += bytes(digest.value) != expected
    return {**tally, "steps a run": STEPS, "save every": SAVE_EVERY}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--out", type=Path, help="write the JSON here, not to benchmarks/results")
    given = asked.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    row = kills(given.kills)
    print(table(["figure", "count"], [[name, str(figure)] for name, figure in row.items()]))
    if given.out:
        given.out.write_text(json.dumps({"rows": [row]}), encoding="utf-8")
    else:
        write("kill_resume", [row])


if __name__ == "__main__":
    main()

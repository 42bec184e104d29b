"""A program for the tests: the same small runs in groups of 2 and 4 processes (gloo, CPU).

    python many_processes.py FOLDER      writes FOLDER/SIZE.json: what each run gave

Also a module: the tests take its runs to repeat them in one process.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import socket
import sys
import warnings
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from ftlib.data import Encoded, Rows
from ftlib.train import Diverged, at, fit, predict

PLAIN = {"progress": False, "device": "cpu", "precision": "float32", "learning_rate": 0.02}
PLAIN |= {"epochs": 2, "batch_size": 16}


class Stopped(Exception):
    """Stands for the end of a process."""


def clouds(n=65, seed=0):
    """In batches of 16 the last has one row: of two processes one has none."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, n)
    return Rows(input=rng.normal(size=(n, 4)) + labels[:, None], labels=labels)


def network(seed=0, dropout=0.0):
    torch.manual_seed(seed)
    layers = [nn.Linear(4, 8), nn.Tanh(), nn.Dropout(dropout), nn.Linear(8, 6), nn.Tanh()]
    return nn.Sequential(*layers, nn.Linear(6, 2)).double()


class Unused(nn.Module):
    """With a layer that its forward leaves out (as a pooler often is)."""

    def __init__(self):
        super().__init__()
        self.used = network()
        self.left_out = nn.Linear(3, 3).double()
        nn.init.ones_(self.left_out.weight)
        nn.init.ones_(self.left_out.bias)

    def forward(self, x):
        return self.used(x)


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.inner = nn.Embedding(11, 5).double()
        self.head = nn.Linear(5, 3).double()

    def forward(self, input_ids, attention_mask):
        return self.head(torch.tanh(self.inner(input_ids)))


class Tagged:
    """Texts of 1 … 8 tokens with a label each: batches with unequal counts of labels."""

    def __init__(self, n=37, seed=0):
        rng = np.random.default_rng(seed)
        self.texts = Encoded(
            tuple(rng.integers(1, 11, rng.integers(1, 9)) for _ in range(n)), None, pad_id=0
        )
        self.labels = np.zeros(n, dtype=np.int64)

    def __len__(self):
        return len(self.texts)

    @property
    def lengths(self):
        return self.texts.lengths

    def batch(self, rows):
        batch = self.texts.batch(rows)
        labels = torch.where(batch["attention_mask"] == 1, batch["input_ids"] % 3, -100)
        return batch | {"labels": labels}


def token_loss(logits, labels):
    return cross_entropy(logits.flatten(0, 1), labels.flatten())


def told(model, run, data):
    """What a run gave, as plain values."""
    return {
        "losses": run.losses.tolist(),
        "norms": [step.gradient_norm for step in run.steps],
        "rates": [step.learning_rate for step in run.steps],
        "validations": [list(each) for each in run.validations],
        "seen": [run.seen, run.tokens],
        "processes": run.processes,
        "weights": torch.cat([each.detach().flatten() for each in model.parameters()]).tolist(),
        "logits": predict(model, data, device="cpu", precision="float32").tolist(),
    }


def classes(strategy=None, model=None, **options):
    model = network() if model is None else model
    run = fit(model, clouds(), clouds(21, 1), strategy=strategy, **(PLAIN | options))
    return told(model, run, clouds(21, 1))


def tokens(strategy=None, **options):
    model, data = Tagger(), Tagged()
    options = PLAIN | {"batch_size": 8} | options
    run = fit(model, data, Tagged(13, 1), loss=token_loss, strategy=strategy, **options)
    return told(model, run, Tagged(1, 1))


class OneSided(nn.Module):
    """Only the first two of eight outputs count: cut over processes, the first has all slopes."""

    def __init__(self, seed=0):
        super().__init__()
        torch.manual_seed(seed)
        self.layer = nn.Linear(4, 8)

    def forward(self, x):
        return self.layer(x)[:, :2]


def half(strategy=None, rank=0):
    """In float16, with inputs so large that the first scaled gradients overflow."""
    data = clouds(64)
    data._arrays["input"] = (300 * data._arrays["input"]).astype(np.float32)
    model = OneSided(rank)
    options = PLAIN | {"precision": "float16", "epochs": 4, "weight_decay": 1.0}
    return told(model, fit(model, data, strategy=strategy, **options), data)


def begun(folder, strategy=None, dropout=0.0, **options):
    """A run that ends at step 7 of 10; its last checkpoint is of step 6."""

    @at("after_step")
    def stop(view):
        if view.step == 7:
            raise Stopped

    try:
        fit(
            network(0, dropout),
            clouds(),
            clouds(21, 1),
            strategy=strategy,
            checkpoints=folder,
            save_every=3,
            callbacks=stop,
            **(PLAIN | options),
        )
    except Stopped:
        return


def resumed(folder, strategy=None, dropout=0.0, **options):
    """The rest of it, in this world of processes."""
    return classes(
        strategy, network(9, dropout), checkpoints=folder, resume=True, save_every=3, **options
    )


def every_run(size, rank, folder):
    """All runs of a world of `size`, by name."""
    torch.manual_seed(rank)  # processes may begin with anything
    found = {
        "ddp": classes("ddp", network(rank)),  # the parameters of rank 0 count
        "ddp in parts": classes("ddp", accumulate=3),
        "ddp tokens": tokens("ddp", accumulate=2),
        "ddp budget": tokens("ddp", max_tokens=24, batch_size=None),
        "ddp thawing": classes("ddp", freeze="head", unfreeze_every=1),
        "ddp unused": classes("ddp", Unused()),
        "ddp recomputing": classes("ddp", checkpoint_activations=True),
        "fsdp": classes("fsdp", network(rank)),
        "fsdp in parts": classes("fsdp", accumulate=3),
        "fsdp tokens": tokens("fsdp", accumulate=2),
        "ddp half": half("ddp", rank),
        "fsdp half": half("fsdp", rank),
    }
    if size == 2:
        for strategy in ("ddp", "fsdp"):
            begun(folder / f"{strategy} for 1", strategy)
            begun(folder / f"{strategy} for 4", strategy)
        whole = classes("ddp", network(0, 0.4))
        begun(folder / "dropout", "ddp", 0.4)
        again = resumed(folder / "dropout", "ddp", 0.4)
        found["dropout"] = {"same": whole["weights"] == again["weights"]}
        found["sent"] = {str(parts): messages(parts) for parts in (1, 3)}
        found |= trouble(rank, folder)
    else:
        for strategy in ("ddp", "fsdp"):
            found[f"{strategy} resumed"] = resumed(folder / f"{strategy} for 4", strategy)
    return found


def messages(parts):
    """How often gradients (and sums) are sent in a run of `parts` parts an update."""
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU]) as profile:
        classes("ddp", accumulate=parts, batch_size=13)
    return sum(each.count for each in profile.key_averages() if each.key == "gloo:all_reduce")


def trouble(rank, folder):
    """What one process meets, all have to hear of."""

    @at("after_step")
    def stop(view):
        if view.step == 3 and rank == 1:
            view.stop("rank 1 has seen enough")

    model, found = network(), {}
    run = fit(model, clouds(), strategy="ddp", callbacks=stop, **PLAIN)
    found["stopped"] = {"steps": len(run.steps), "reason": run.stopped}
    sour = clouds()
    sour._arrays["input"][5] = np.nan
    for strategy in ("ddp", "fsdp"):
        model = network()
        start = [each.clone() for each in model.parameters()]
        try:
            fit(model, sour, strategy=strategy, **PLAIN)
        except Diverged as error:
            same = all(torch.equal(*pair) for pair in zip(start, model.parameters(), strict=True))
            found[f"{strategy} diverged"] = {"rows": error.rows, "as it began": same}
    try:
        fit(network(), clouds(), strategy="ddp", checkpoints=folder / "ddp for 1", **PLAIN)
    except ValueError as error:
        found["refused"] = {"sentence": str(error)}
    return found


def one(rank, size, port, folder):
    """One process of a group."""
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    os.environ.update(RANK=str(rank), WORLD_SIZE=str(size), LOCAL_RANK=str(rank))
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    torch.distributed.init_process_group("gloo")
    found = every_run(size, rank, Path(folder))
    (Path(folder) / f"{size}.{rank}.json").write_text(json.dumps(found))
    torch.distributed.destroy_process_group()


def main(folder):
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["torch", "ftlib.train", "torch.distributed.fsdp"])
    for size in (2, 4):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        group = [context.Process(target=one, args=(r, size, port, folder)) for r in range(size)]
        for process in group:
            process.start()
        for process in group:
            process.join(300)
        if any(process.exitcode != 0 for process in group):
            for process in group:
                process.kill()
            raise SystemExit(f"a group of {size} failed: {[p.exitcode for p in group]}")


if __name__ == "__main__":
    main(sys.argv[1])

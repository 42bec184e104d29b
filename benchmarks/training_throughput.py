"""One epoch of fine-tuning MiniLM: `fit` beside the loops that people use.

256 film-review snippets (27 tokens on average), batches of 16, on the CPU. Each epoch runs in a
process of its own, in turn with the others; the first 64 snippets are a warm-up that is not timed.
Memory is the highest resident set above that of the process with model and data loaded. Then the
accuracy on 1,000 other snippets after one epoch of 1,000, over five seeds, `fit` beside `Trainer`.

To reach: examples a second at least 2 times those of Trainer and Lightning, 6 times the
documents' loop, 0.98 times the bare loop with the same batches; at most 0.7 times Trainer's memory;
the same accuracy within the interval of the paired difference.

Run: python benchmarks/training_throughput.py [--quick | --speed | --accuracy]
Hugging Face's Trainer needs `pip install accelerate`, Lightning `pip install lightning`.
"""

from __future__ import annotations

import gc
import json
import math
import statistics
import subprocess
import sys
import time
from pathlib import Path

from measuring import table, write

EXAMPLES, WARM_UP, BATCH, ROUNDS = 256, 64, 16, 3
LEARN, JUDGE, SEEDS, LEARNING_RATE = 1000, 1000, 5, 1e-4
TARGETS = {  # examples a second of `fit`, in multiples of the loop's
    "documents, padded to 128": 6.0,
    "Hugging Face Trainer": 2.0,
    "Lightning": 2.0,
    "bare loop, length buckets": 0.98,
}
MEMORY_TARGET = 0.7  # of the Trainer's
STUDENT_T_4 = 2.776  # 97.5 % quantile at 4 degrees of freedom: five pairs


def main() -> None:
    if "--child" in sys.argv:
        print(json.dumps(measured(*sys.argv[sys.argv.index("--child") + 1 :])))
        return
    quick = "--quick" in sys.argv
    if "--accuracy" not in sys.argv:
        rows = speed(1 if quick else ROUNDS)
        if not quick:
            write("training_throughput", rows, by_machine=True)
    if "--speed" not in sys.argv and not quick:
        write("training_accuracy", accuracies())


def speed(rounds: int) -> list[dict[str, object]]:
    """Every loop, `rounds` times in turn; prints the table."""
    import loops

    absent = {name: loops.missing(name) for name in loops.LOOPS}
    for name, package in absent.items():
        if package is not None:
            print(f"{name}: not measured, because {package} is missing: pip install {package}")
    names = [name for name, package in absent.items() if package is None]
    seen: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for number in range(rounds):
        for name in names if number % 2 == 0 else names[::-1]:
            seen[name].append(in_child("epoch", name, number))
    rows = [speed_row(name, seen) for name in names]
    print(f"fit runs in {loops.precision()} on this machine; {rounds} rounds, medians\n")
    head = ["one epoch", "examples/s", "fit is × faster", "to reach", "peak MB", "of Trainer's"]
    print(table(head, [_cells(row) for row in rows]))
    print(f"\nto reach in memory: fit at most {MEMORY_TARGET} of Trainer's\n")
    return rows


def speed_row(name: str, seen: dict[str, list[dict[str, float]]]) -> dict[str, object]:
    """Medians over the rounds; ratios are formed within a round first."""
    fits, others = seen["fit"], seen[name]
    pairs = zip(others, fits, strict=True)
    ratio = statistics.median(other["seconds"] / fit["seconds"] for other, fit in pairs)
    row: dict[str, object] = {
        "loop": name,
        "examples_per_second": round(
            statistics.median(EXAMPLES / each["seconds"] for each in others), 2
        ),
        "cpu_seconds": round(statistics.median(each["cpu_seconds"] for each in others), 2),
        "fit_is_faster_by": round(ratio, 3),
        "peak_mb": round(statistics.median(each["peak_mb"] for each in others), 1),
        "rounds": len(others),
    }
    if name in TARGETS:
        row |= {"to_reach": TARGETS[name], "reached": ratio >= TARGETS[name]}
    if "Hugging Face Trainer" in seen:
        peers = zip(others, seen["Hugging Face Trainer"], strict=True)
        share = statistics.median(each["peak_mb"] / peer["peak_mb"] for each, peer in peers)
        row["memory_of_trainer"] = round(share, 3)
        if name == "fit":
            row |= {"memory_to_reach": MEMORY_TARGET, "memory_reached": share <= MEMORY_TARGET}
    return row


def accuracies() -> list[dict[str, object]]:
    """`fit` and `Trainer` on the same 1,000 snippets, five seeds; prints the table."""
    import loops

    names = ["fit", "bare loop, length buckets", "Hugging Face Trainer"]
    names = [name for name in names if loops.missing(name) is None]
    found: dict[str, list[float]] = {name: [] for name in names}
    for seed in range(SEEDS):
        for name in names:
            found[name].append(in_child("accuracy", name, seed)["accuracy"])
    rows: list[dict[str, object]] = []
    for name in names:
        differences = [a - b for a, b in zip(found["fit"], found[name], strict=True)]
        mean = statistics.mean(differences)
        half = STUDENT_T_4 * statistics.stdev(differences) / math.sqrt(SEEDS)
        rows.append(
            {
                "loop": name,
                "accuracies": [round(each, 4) for each in found[name]],
                "accuracy": round(statistics.mean(found[name]), 4),
                "fit_minus_this": round(mean, 4),
                "interval": [round(mean - half, 4), round(mean + half, 4)],
                "same": mean - half <= 0 <= mean + half,
            }
        )
    lines = [
        [
            str(row["loop"]),
            f"{row['accuracy']:.3f}",
            f"{row['fit_minus_this']:+.3f}",
            "{:+.3f} … {:+.3f}".format(*row["interval"]),  # type: ignore[misc]
        ]
        for row in rows
    ]
    head = [f"accuracy, {SEEDS} seeds", "mean", "fit − this", "95 % interval"]
    print(table(head, lines))
    return rows


def in_child(what: str, name: str, seed: int) -> dict[str, float]:
    """One measurement in a process of its own."""
    command = [sys.executable, __file__, "--child", what, name, str(seed)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{name} ended with an error:\n{done.stderr[-3000:]}")
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def measured(what: str, name: str, seed: str) -> dict[str, float]:
    """In the child: time and memory of one epoch, or the accuracy after one."""
    if what == "epoch":
        return epoch(name, int(seed))
    return {"accuracy": accuracy(name, int(seed))}


def epoch(name: str, seed: int) -> dict[str, float]:
    """Seconds (wall and CPU) of one epoch, and megabytes above the loaded process."""
    import loops

    loop = loops.LOOPS[name]
    if name in loops.NEEDS:  # imported before memory is looked at: code is not the loop's data
        __import__(loops.NEEDS[name])
        from transformers import Trainer  # noqa: F401
    model, data = loaded(EXAMPLES, seed)
    gc.collect()
    before = resident("VmRSS")
    loop(model, first(data, WARM_UP), BATCH, seed)
    model.zero_grad()
    gc.collect()  # what the warm-up leaves behind is not the epoch's
    reset_peak()
    start, worked = time.perf_counter(), time.process_time()
    loop(model, data, BATCH, seed)
    return {
        "seconds": time.perf_counter() - start,
        "cpu_seconds": time.process_time() - worked,
        "peak_mb": resident("VmHWM") - before,
    }


def accuracy(name: str, seed: int) -> float:
    """The share of other snippets that are right after one epoch."""
    import loops

    from ftlib.train import predict

    model, data = loaded(LEARN + JUDGE, seed)
    loops.RATE = LEARNING_RATE
    loops.LOOPS[name](model, first(data, LEARN), BATCH, seed)
    judged = first(data, LEARN + JUDGE, start=LEARN)
    return float((predict(model, judged).argmax(1) == judged.labels).mean())


def loaded(count: int, seed: int):
    """MiniLM with a new head, and `count` film-review snippets drawn by the seed."""
    import torch
    import transformers
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    from ftlib import assets
    from ftlib.data import encode

    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    folder = assets.model("minilm")
    torch.manual_seed(seed)
    model = AutoModelForSequenceClassification.from_pretrained(folder, num_labels=2)
    for parameter in model.parameters():  # off the file's pages: the first write would copy them
        parameter.data = parameter.data.clone()
    frame = assets.data("film_reviews").train.sample(count, random_state=seed)
    return model, encode(frame, AutoTokenizer.from_pretrained(folder), max_length=128)


def first(data, stop: int, start: int = 0):
    """The examples `start` to `stop`."""
    from ftlib.data import Encoded

    return Encoded(tuple(data.input_ids[start:stop]), data.labels[start:stop], data.pad_id)


def reset_peak() -> None:
    """Let the highest resident set be counted from here (Linux)."""
    Path("/proc/self/clear_refs").write_text("5")


def resident(field: str) -> float:
    """A line of the process's status in megabytes: VmRSS now, VmHWM the highest (Linux)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024


def _cells(row: dict[str, object]) -> list[str]:
    share = row.get("memory_of_trainer")
    goal = row.get("to_reach")
    return [
        str(row["loop"]),
        f"{row['examples_per_second']:.1f}",
        f"{row['fit_is_faster_by']:.2f}",
        "" if goal is None else f"{goal:g} {'✓' if row['reached'] else '✗'}",
        f"{row['peak_mb']:.0f}",
        "" if share is None else f"{share:.2f}",
    ]


if __name__ == "__main__":
    main()

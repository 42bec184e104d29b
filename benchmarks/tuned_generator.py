"""A small language model tuned to write commands, which keeps silent when it is unsure.

The longer run of the chapter *A desk that knows when to ask*. SmolLM2 reads what a person says and
writes a call, such as `TurnOn kitchen`: the intent, and the room where one is named. LoRA in its
upper layers is all that trains. Templates never straddle learning, validation and test. Its
confidence is the probability of the whole call; the line from which on it answers is drawn on
validation templates by `evaluate.promised_threshold`. Beside it: the same model before tuning, with
eight solved examples in front, and the chapter's program (logistic regression on MiniLM's vectors,
rooms by a list of words).

Run: python benchmarks/tuned_generator.py [--checkpoints FOLDER] (a run that was stopped goes on
after the last epoch it had finished, if it is given the folder again; what it says is the same, but
for the seconds of tuning, which it then leaves out).
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from measuring import table, write
from sklearn.linear_model import LogisticRegression
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from transformers import AutoModel, AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging

from ftlib import assets, data, evaluate, models, peft, train
from ftlib.cases.desk import slots_in

SEED, PROMISE = 0, 0.9
UPPER, LAYERS, RANK, EPOCHS, RATE = 10, 30, 8, 5, 1e-3
ROOMS = {"area": ("kitchen", "bedroom", "garage", "office", "living room", "bathroom", "hall")}
SHOWN = 8  # solved examples in front of the untuned model
Answer = tuple[str, float]  # the call that was written, and its log-probability


class Commands(NamedTuple):
    """What is said, the call that it asks for, and one sentence of each template by part."""

    said: list[str]
    calls: list[str]
    part: dict[str, np.ndarray]


class Writer(nn.Module):
    """A causal language model: [B, T] tokens to [B, T, V] logits of the next ones."""

    def __init__(self, language_model: nn.Module) -> None:
        super().__init__()
        self.language_model = language_model

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        logits: Tensor = self.language_model(input_ids, attention_mask=attention_mask).logits
        return logits


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoints", type=Path, metavar="FOLDER")
    folder: Path | None = parser.parse_args().checkpoints
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    train.seed_everything(SEED)
    held = commands()
    tokenizer = AutoTokenizer.from_pretrained(assets.model("smollm2"), padding_side="left")
    smol = AutoModelForCausalLM.from_pretrained(assets.model("smollm2"), dtype=torch.float32)
    shown = held.part["learn"][:SHOWN]
    head = "".join(f"{held.said[i]} =>{held.calls[i]}\n" for i in shown)
    rows = [scored("SmolLM2, eight shown", smol, tokenizer, held, head)]
    again = folder is not None and any(folder.glob("step-*"))
    begin = time.process_time()
    tuned(smol, tokenizer, held, folder)
    seconds = None if again else time.process_time() - begin
    rows.append(scored("SmolLM2, tuned", smol, tokenizer, held, seconds=seconds))
    rows.append(program(held))
    keys = list(rows[0])
    print(table(keys, [[str(row[key]) for key in keys] for row in rows]))
    write("tuned_generator", rows)


def commands() -> Commands:
    table_ = assets.data("assist_intents")
    said, kinds = table_.frame["text"].tolist(), table_.frame["label"].to_numpy()
    names = [each.removeprefix("Hass") for each in table_.label_names]
    calls = [
        f" {names[kind]} {slots_in(text, ROOMS).get('area', '')}".rstrip()
        for text, kind in zip(said, kinds, strict=True)
    ]
    template = table_.frame["template"].to_numpy()
    shares = {"learn": 0.5, "validation": 0.25, "test": 0.25}
    split = data.grouped_split(template, kinds, shares=shares, seed=SEED)
    _, single = np.unique(template, return_index=True)
    single = np.random.default_rng(SEED).permutation(single)
    return Commands(said, calls, {name: single[split[single] == name] for name in shares})


def tuned(smol: Any, tokenizer: Any, held: Commands, folder: Path | None) -> None:
    """Tune in place; the additions are merged into the matrices afterwards."""
    upper = range(LAYERS - UPPER, LAYERS)
    attention = [f"{k}.self_attn.{name}" for k in upper for name in ("q_proj", "v_proj")]
    wide = [f"{k}.mlp.{name}" for k in upper for name in ("gate_proj", "up_proj", "down_proj")]
    peft.add_lora(smol, attention + wide, rank=RANK, alpha=2.0 * RANK)

    def examples(rows: np.ndarray) -> data.Sequences:
        """The label of each token is the one that follows it, where that is the call's."""
        ids, labels = [], []
        for row in rows:
            asked = tokenizer.encode(f"{held.said[row]} =>")
            told = [*tokenizer.encode(held.calls[row]), tokenizer.eos_token_id]
            ids.append(asked + told[:-1])
            labels.append([-100] * (len(asked) - 1) + told)
        return data.Sequences(input_ids=ids, labels=labels)

    def loss(logits: Tensor, labels: Tensor) -> Tensor:
        return cross_entropy(logits.flatten(0, 1), labels.flatten())  # leaves out −100

    with tempfile.TemporaryDirectory() as scratch:
        run = train.fit(
            Writer(smol),
            examples(held.part["learn"]),
            examples(held.part["validation"]),
            loss=loss,
            epochs=EPOCHS,
            batch_size=16,
            learning_rate=RATE,
            seed=SEED,
            checkpoints=folder or Path(scratch),
            resume="auto",
        )
    print(run)
    peft.merge(smol)


@torch.inference_mode()
def written(smol: Any, tokenizer: Any, prompts: list[str]) -> list[Answer]:
    """Greedy calls up to the end of the line, with the log-probability of what was written."""
    smol.eval()
    stops = [tokenizer.eos_token_id, *tokenizer.encode("\n")]
    found: list[Answer] = []
    for start in range(0, len(prompts), 32):
        batch = tokenizer(prompts[start : start + 32], return_tensors="pt", padding=True)
        made = smol.generate(
            **batch,
            max_new_tokens=14,
            do_sample=False,
            pad_token_id=tokenizer.eos_token_id,
            eos_token_id=stops,
            output_scores=True,
            return_dict_in_generate=True,
        )
        new = made.sequences[:, batch["input_ids"].shape[1] :]
        log_p = torch.stack(made.scores, 1).float().log_softmax(-1).gather(-1, new[..., None])
        ended = torch.isin(new, torch.tensor(stops)).int()
        before = ended.cumsum(1) - ended == 0  # up to the first stop, that one included
        sums = (log_p[..., 0] * before).sum(1)
        texts = tokenizer.batch_decode(new, skip_special_tokens=True)
        found += [
            (text.split("\n")[0], float(sum_)) for text, sum_ in zip(texts, sums, strict=True)
        ]
    return found


def scored(
    name: str,
    smol: Any,
    tokenizer: Any,
    held: Commands,
    head: str = "",
    seconds: float | None = 0.0,
) -> dict[str, object]:
    sure, right = {}, {}
    for place in ("validation", "test"):
        rows = held.part[place]
        answers = written(smol, tokenizer, [f"{head}{held.said[i]} =>" for i in rows])
        sure[place] = np.array([log_p for _, log_p in answers])
        wanted = np.array([held.calls[i].strip() for i in rows])
        right[place] = np.array([text.strip() for text, _ in answers]) == wanted
    return row(name, sure, right, seconds)


def program(held: Commands) -> dict[str, object]:
    """The chapter's own way: the intent by logistic regression on vectors, the room by a list."""
    folder = assets.model("minilm")
    encoder = AutoModel.from_pretrained(folder).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    vectors = models.embed_texts(encoder, tokenizer, held.said, max_length=32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    intents = np.array([call.split()[0] for call in held.calls])
    learn = held.part["learn"]
    sort = LogisticRegression(C=30, max_iter=500).fit(vectors[learn], intents[learn])
    sure, right = {}, {}
    for place in ("validation", "test"):  # the room is right by construction: a list has it
        rows = held.part[place]
        shares = sort.predict_proba(vectors[rows])
        sure[place] = shares.max(axis=1)
        right[place] = sort.classes_[shares.argmax(axis=1)] == intents[rows]
    return row("vectors and a list", sure, right, 0.0)


def auc(right: dict[str, np.ndarray], sure: dict[str, np.ndarray]) -> float:
    return round(evaluate.auc(right["test"].astype(int), sure["test"]), 3)


def row(
    name: str, sure: dict[str, np.ndarray], right: dict[str, np.ndarray], seconds: float | None
) -> dict[str, object]:
    line = evaluate.promised_threshold(sure["validation"], right["validation"], PROMISE)
    answered = sure["test"] >= line
    hits, count = int(right["test"][answered].sum()), int(answered.sum())
    return {
        "who": name,
        "right": str(evaluate.wilson_interval(int(right["test"].sum()), len(right["test"]))),
        "AUC": "—" if right["test"].all() or not right["test"].any() else auc(right, sure),
        f"answered at {PROMISE}": round(float(answered.mean()), 3),
        "of these right": str(evaluate.wilson_interval(hits, count)) if count else "—",
        "tuning, processor s": "—" if seconds is None else round(seconds),
    }


if __name__ == "__main__":
    main()

"""One epoch of fine-tuning MiniLM, written in the ways people write it; each for the same data.

Every function takes a model, the examples as token numbers and a batch size, and trains for one
epoch by AdamW with a falling rate. What differs is what is named: padding, order, precision, loop.
"""

from __future__ import annotations

import logging
import os
import tempfile
import warnings
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader

from ftlib.data import Encoded, shuffled_buckets
from ftlib.train import choose_precision, fit

RATE = 5e-5
CPU = torch.device("cpu")
Loop = Callable[[nn.Module, Encoded, int, int], None]  # model, examples, batch size, seed


def documents(model: nn.Module, data: Encoded, size: int, seed: int, width: int = 128) -> None:
    """The loop that tutorials print: every text padded to 128 tokens, the loss read each step."""
    loader = DataLoader(_items(data), size, shuffle=True, collate_fn=_padded_to(width, data))
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE)
    total = 0.0
    for batch in loader:
        optimiser.zero_grad()
        loss = model(**batch).loss
        loss.backward()
        optimiser.step()
        total += loss.item()


def documents_dynamic(model: nn.Module, data: Encoded, size: int, seed: int) -> None:
    """The same, padded to the longest text of each batch."""
    documents(model, data, size, seed, width=0)


def bare(model: nn.Module, data: Encoded, size: int, seed: int, low: bool = False) -> None:
    """As little as a loop can do, with the batches that `fit` makes, in float32."""
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, fused=True)
    for rows in shuffled_buckets(data.lengths, size, seed=seed):
        batch = data.batch(rows)
        labels = batch.pop("labels")
        with torch.autocast("cpu", torch.bfloat16, enabled=low):
            logits = model(**batch).logits
        cross_entropy(logits.float(), labels).backward()
        optimiser.step()
        optimiser.zero_grad()


def bare_bfloat16(model: nn.Module, data: Encoded, size: int, seed: int) -> None:
    """The same under autocast to bfloat16."""
    bare(model, data, size, seed, low=True)


def trainer(model: nn.Module, data: Encoded, size: int, seed: int, rate: float = RATE) -> None:
    """Hugging Face's `Trainer`, as its documentation sets it up (float32, dynamic padding)."""
    from transformers import Trainer, TrainingArguments

    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        arguments = TrainingArguments(
            folder,
            per_device_train_batch_size=size,
            num_train_epochs=1,
            learning_rate=rate,
            seed=seed,
            use_cpu=True,
            report_to="none",
            save_strategy="no",
            logging_strategy="no",
            disable_tqdm=True,
        )
        collate = _padded_to(0, data)
        Trainer(
            model=model, args=arguments, train_dataset=_items(data), data_collator=collate
        ).train()


def lightning(model: nn.Module, data: Encoded, size: int, seed: int) -> None:
    """Lightning's `Trainer` around the same model and collator (float32, dynamic padding)."""
    import lightning as L

    class Module(L.LightningModule):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def training_step(self, batch: dict, number: int) -> torch.Tensor:
            return self.model(**batch).loss

        def configure_optimizers(self) -> torch.optim.Optimizer:
            return torch.optim.AdamW(self.parameters(), lr=RATE)

    loader = DataLoader(_items(data), size, shuffle=True, collate_fn=_padded_to(0, data))
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")
        logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
        L.Trainer(
            max_epochs=1,
            accelerator="cpu",
            logger=False,
            enable_checkpointing=False,
            enable_progress_bar=False,
            enable_model_summary=False,
            default_root_dir=folder,
        ).fit(Module(), loader)


def ours(model: nn.Module, data: Encoded, size: int, seed: int, **options: object) -> None:
    """`ftlib.train.fit` as it is called without further options."""
    fit(model, data, epochs=1, batch_size=size, seed=seed, progress=False, **_defaults(options))


def ours_float32(model: nn.Module, data: Encoded, size: int, seed: int) -> None:
    """The same in float32."""
    ours(model, data, size, seed, precision="float32")


def ours_plain(model: nn.Module, data: Encoded, size: int, seed: int) -> None:
    """The same without `faster`: the model's own forward, every row of the word table."""
    ours(model, data, size, seed, faster=False)


LOOPS: dict[str, Loop] = {
    "documents, padded to 128": documents,
    "documents, dynamic padding": documents_dynamic,
    "Hugging Face Trainer": trainer,
    "Lightning": lightning,
    "bare loop, length buckets": bare,
    "bare loop, bfloat16": bare_bfloat16,
    "fit": ours,
    "fit, float32": ours_float32,
    "fit, faster=False": ours_plain,
}
NEEDS = {"Hugging Face Trainer": "accelerate", "Lightning": "lightning"}


def missing(name: str) -> str | None:
    """The package that this loop needs and that is not installed."""
    package = NEEDS.get(name)
    return package if package is not None and find_spec(package) is None else None


def precision() -> str:
    """What `fit` chooses on this machine."""
    return str(choose_precision("auto", CPU)).removeprefix("torch.")


def _defaults(options: dict) -> dict:
    return {"learning_rate": RATE} | options


def _items(data: Encoded) -> list[dict]:
    assert data.labels is not None
    return [
        {"input_ids": ids, "labels": int(label)}
        for ids, label in zip(data.input_ids, data.labels, strict=True)
    ]


def _padded_to(width: int, data: Encoded) -> Callable[[list[dict]], dict[str, torch.Tensor]]:
    """A collator: to `width` tokens, or (0) to the longest of the batch."""

    def collate(items: list[dict]) -> dict[str, torch.Tensor]:
        wide = width or max(len(item["input_ids"]) for item in items)
        ids = np.full((len(items), wide), data.pad_id, dtype=np.int64)
        mask = np.zeros_like(ids)
        for place, item in enumerate(items):
            ids[place, : len(item["input_ids"])] = item["input_ids"]
            mask[place, : len(item["input_ids"])] = 1
        labels = torch.tensor([item["labels"] for item in items])
        return {
            "input_ids": torch.from_numpy(ids),
            "attention_mask": torch.from_numpy(mask),
            "labels": labels,
        }

    return collate


os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

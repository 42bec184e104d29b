"""Only the rows of the word table that occur in the data are trained; the others are left alone.

A few thousand snippets use a tenth of a vocabulary of 30,522. The other rows have a gradient of
zero in every step, so Adam's averages stay zero and only the decay moves them, by a factor that
needs no step at all: Π (1 − ηₜ λ). Leaving them out of the gradient, of its norm, of the optimiser
and of the copies of the best parameters changes nothing, and saves half the memory of a small
model.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ftlib.data import Encoded, Examples
from ftlib.data.ragged import Ragged


class OccurringRows(nn.Module):
    """Stands in for an `nn.Embedding` [V, D] of which R rows occur; its `weight` is [R, D].

    In a `state_dict` it is the whole table, as the embedding would be.

    Args:
        embedding: the table; its numbers are written only by `write_back`.
        rows: the R rows that occur, int64, ascending.

    Attributes:
        decay: a factor on all other rows, applied once when the table is put back.
    """

    def __init__(self, embedding: nn.Embedding, rows: Tensor) -> None:
        super().__init__()
        # In a tuple, so that the table is no submodule whose parameters would be seen to train.
        self._whole = (embedding,)
        self._rows = rows
        self._place = torch.full((embedding.num_embeddings,), -1).scatter_(
            0, rows, torch.arange(len(rows))
        )
        pad = embedding.padding_idx
        self._pad = None if pad is None else int(self._place[pad])
        self.weight = nn.Parameter(embedding.weight.detach()[rows])
        self.decay = 1.0

    def forward(self, ids: Tensor) -> Tensor:
        """The rows of `ids`, [..., D].

        Raises:
            ValueError: in training, for an id that is not among the rows: it would not be trained.
        """
        places = self._place[ids]
        absent = places < 0
        if not bool(absent.any()):
            return F.embedding(places, self.weight, self._pad)
        if self.training and torch.is_grad_enabled():
            raise ValueError(
                f"input_ids holds {int(ids[absent][0])}, which is in none of the examples given to "
                "fit; add an example with it, or pass faster=False"
            )
        known = F.embedding(places.clamp(min=0), self.weight)
        return torch.where(absent[..., None], self._whole[0].weight[ids], known)

    def write_back(self, factor: float = 1.0) -> None:
        """Write the rows into the embedding, and multiply those that do not occur by `factor`."""
        with torch.no_grad():
            weight = self._whole[0].weight
            if factor != 1.0:
                weight.mul_(factor)
            weight[self._rows] = self.weight

    def spread(self, values: Tensor) -> Tensor:
        """Values of the R rows, [R, D], as a table [V, D] with zeros elsewhere."""
        table = values.new_zeros((len(self._place), *values.shape[1:]))
        table[self._rows] = values
        return table

    def pick(self, table: Tensor) -> Tensor:
        """The R rows of a table [V, D]: the reverse of `spread`."""
        return table[self._rows]

    def _save_to_state_dict(self, destination: Any, prefix: str, keep_vars: bool) -> None:
        self.write_back()
        weight = self._whole[0].weight
        destination[prefix + "weight"] = weight if keep_vars else weight.detach()

    def _load_from_state_dict(self, state_dict: Any, prefix: str, *others: Any) -> None:
        name = prefix + "weight"
        if name not in state_dict:
            others[2].append(name)  # missing_keys
            return
        with torch.no_grad():
            self._whole[0].weight.copy_(state_dict[name])
            self.weight.copy_(self._whole[0].weight[self._rows])


@contextmanager
def only_occurring_rows(
    model: nn.Module,
    train: Examples,
    validation: Examples | None = None,
    wanted: bool = True,
) -> Iterator[OccurringRows | str]:
    """Within this context only the rows of the word table that occur in the data are trained.

    Args:
        model: a Transformers model on the CPU. Its word table must be an ordinary embedding that
            trains and that nothing else shares (an output layer, say).
        train, validation: texts as `ftlib.data.encode` gives them.
        wanted: False leaves the model as it is.

    Yields:
        The stand-in, or, where the model is left as it is, the reason in words. When the context
        ends the table is back in its place, with the rows as they were trained.
    """
    found = _word_table(model, train, validation) if wanted else "switched off"
    if isinstance(found, str):
        yield found
        return
    parent, name, embedding = found
    rows = occurring(embedding, [data for data in (train, validation) if data is not None])
    stand_in = OccurringRows(embedding, rows)
    stand_in.train(embedding.training)
    setattr(parent, name, stand_in)
    try:
        yield stand_in
    finally:
        setattr(parent, name, embedding)
        stand_in.write_back(stand_in.decay)


def occurring(embedding: nn.Embedding, data: Iterable[Encoded | Examples]) -> Tensor:
    """The rows of a table that the texts use, with their padding, ascending; int64 [R]."""
    used = torch.zeros(embedding.num_embeddings, dtype=torch.bool)
    if embedding.padding_idx is not None:
        used[embedding.padding_idx] = True
    for each in data:
        assert isinstance(each, Encoded)
        used[each.pad_id] = True
        ids = each.input_ids
        flat = (ids if isinstance(ids, Ragged) else Ragged.of(ids)).flat
        used[torch.from_numpy(np.asarray(flat, dtype=np.int64))] = True
    return used.nonzero().squeeze(1)


def decay_of_absent_rows(rates: Iterable[float], weight_decay: float) -> float:
    """Π (1 − ηₜ λ): what AdamW makes of a number whose gradient was always zero.

    Args:
        rates: η of each step.
        weight_decay: λ.

    Source: Loshchilov and Hutter, ICLR 2019.
    """
    return math.prod(1 - rate * weight_decay for rate in rates)


def _word_table(
    model: Any, train: Examples, validation: Examples | None
) -> tuple[Any, str, nn.Embedding] | str:
    """The module that holds the word table, its name there, and the table; or why not."""
    for data in (train, validation):
        if data is not None and type(data) is not Encoded:
            return f"the examples are {type(data).__name__}, whose tokens are not known beforehand"
    if not hasattr(model, "get_input_embeddings"):
        return f"{type(model).__name__} does not say which its word table is"
    embedding = model.get_input_embeddings()
    if type(embedding) is not nn.Embedding or embedding.max_norm or embedding.sparse:
        return "the word table is not a plain embedding"
    if embedding.scale_grad_by_freq or embedding._forward_hooks or embedding._forward_pre_hooks:
        return "the word table is not a plain embedding"
    if not embedding.weight.requires_grad:
        return "the word table is frozen"
    if embedding.weight.device.type != "cpu":
        return f"the word table is on {embedding.weight.device.type}"
    every = list(model.named_parameters(remove_duplicate=False))
    if sum(each is embedding.weight for _, each in every) != 1:
        return "the word table is shared with another layer"
    path = next(name for name, each in model.named_modules() if each is embedding)
    parent, _, name = path.rpartition(".")
    return model.get_submodule(parent), name, embedding

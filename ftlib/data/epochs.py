"""The batches of one epoch, for one process of one or many, by count or by token budget."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ftlib.data.bucketing import Batches, checked_lengths, shuffled_buckets


def epoch_batches(
    lengths: ArrayLike,
    *,
    batch_size: int | None = None,
    max_tokens: int | None = None,
    seed: int,
    epoch: int,
    rank: int = 0,
    ranks: int = 1,
    pool: int = 50,
) -> Batches:
    """The rows that process `rank` of `ranks` works on, one array for each step of the epoch.

    The batches are made for all processes together and then dealt out like cards, so that step i
    of any number of processes covers exactly the rows of step i of a single one: the same global
    batch, the same update. `batch_size` and `max_tokens` are therefore those of the **global**
    batch. Every process makes the same number of steps (nobody waits for a missing partner), but
    not always with the same number of rows: in a small batch a process may get one row fewer than
    its neighbours, or none (an array of length 0). Weigh the sums by the rows of all processes,
    not the means by process.

    Args:
        lengths: tokens of each example, shape [N], integers of at least 0.
        batch_size: examples in a batch at most.
        max_tokens: tokens in a batch at most, padding included: rows × the longest of them. Give
            this or `batch_size`; where both are given, both hold.
        seed, epoch: the order is a function of the arguments and of nothing else.
        rank, ranks: this process, counted from 0, and how many there are.
        pool: batches whose rows are sorted together, as in `shuffled_buckets`.

    Returns:
        Arrays of int64. Over all ranks and steps every row occurs exactly once.

    Raises:
        ValueError: no example, a negative length, neither size given, one below 1, an example
            longer than `max_tokens`, or a `rank` that is not one of `ranks`.

    Source: chapter *The data pipeline*, station Code.
    """
    if ranks < 1 or not 0 <= rank < ranks:
        raise ValueError(f"rank is {rank} of {ranks} ranks; give 0 <= rank < ranks")
    if max_tokens is None:
        if batch_size is None:
            raise ValueError("neither batch_size nor max_tokens is given; give at least one")
        whole = shuffled_buckets(lengths, batch_size, seed=seed, epoch=epoch, pool=pool)
    else:
        whole = token_batches(
            lengths, max_tokens, batch_size=batch_size, seed=seed, epoch=epoch, pool=pool
        )
    return [rows[rank::ranks] for rows in whole]


def token_batches(
    lengths: ArrayLike,
    max_tokens: int,
    *,
    batch_size: int | None = None,
    seed: int = 0,
    epoch: int = 0,
    pool: int = 50,
) -> Batches:
    """Length-bucketed batches that hold as many rows as fit: many short texts, or few long ones.

    Like `shuffled_buckets`, but every second pool is sorted downwards, so that the rows left over
    at the end of a pool find neighbours of their length at the start of the next one: only one
    batch of the epoch is small for want of rows.

    The number of rows differs from batch to batch. A mean over each batch then weighs a row of a
    small batch (a long text) more than one of a large batch; see `row_weights`.

    Arguments, result and errors: as `epoch_batches`.
    """
    sizes = checked_lengths(lengths, 1 if batch_size is None else batch_size)
    if max_tokens < 1:
        raise ValueError(f"max_tokens is {max_tokens}; give at least 1 token a batch")
    if pool < 1:
        raise ValueError(f"pool is {pool}; give at least 1 batch (1 is a plain shuffle)")
    longest = int(sizes.argmax())
    if sizes[longest] > max_tokens:
        raise ValueError(
            f"max_tokens is {max_tokens} but example {longest} has {sizes[longest]} tokens; "
            "allow more or truncate the texts"
        )
    rng = np.random.default_rng([seed, epoch])
    rows = rng.permutation(len(sizes))
    # So many rows fill a batch on average, were there no padding.
    typical = max(1, int(max_tokens / max(1.0, float(sizes.mean()))))
    pooled = min(typical, batch_size or typical) * pool
    ordered = rows if pool == 1 else _snake(rows, sizes, pooled)
    batches = _filled(ordered, sizes, max_tokens, batch_size)
    return [batches[index] for index in rng.permutation(len(batches))]


def row_weights(batches: Batches) -> NDArray[np.float64]:
    """The factor for each batch's *mean* loss that makes every row of the epoch count the same.

    Args:
        batches: index arrays of one epoch, not all of one length.

    Returns:
        Rows of the batch / mean rows of a batch, shape [number of batches]; their mean is 1.

    Raises:
        ValueError: no batch, or no row in any.

    Source: chapter *The data pipeline*, station Derivation.
    """
    counts = np.array([len(rows) for rows in batches], dtype=np.float64)
    if counts.sum() == 0:
        raise ValueError("batches holds no row; there is nothing to weigh")
    return counts / counts.mean()


def _snake(rows: NDArray[np.int64], sizes: NDArray[np.int64], pooled: int) -> NDArray[np.int64]:
    """Pools of `pooled` rows, sorted by length upwards and downwards in turn."""
    pieces = []
    for number, start in enumerate(range(0, len(rows), pooled)):
        piece = rows[start : start + pooled]
        piece = piece[np.argsort(sizes[piece], kind="stable")]
        pieces.append(piece[::-1] if number % 2 else piece)
    return np.concatenate(pieces)


def _filled(
    ordered: NDArray[np.int64],
    sizes: NDArray[np.int64],
    max_tokens: int,
    batch_size: int | None,
) -> Batches:
    """Cut `ordered` wherever one more row would break a limit."""
    cuts = [0]
    longest = 0
    for place, size in enumerate(sizes[ordered].tolist()):
        longest = max(longest, size)
        count = place + 1 - cuts[-1]
        if count * longest > max_tokens or (batch_size is not None and count > batch_size):
            cuts.append(place)
            longest = size
    return np.split(ordered, cuts[1:])

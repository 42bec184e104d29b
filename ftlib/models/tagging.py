"""The best sequence of tags among those that are allowed, found without trying them all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray


def legal_moves(names: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What BIO allows: 0 where a tag may follow another (or begin), −∞ where it may not.

    Args:
        names: K ≥ 1 tags, `O`, `B-kind` or `I-kind`.

    Returns:
        moves: float64, shape [K, K]; from the row's tag to the column's. start: shape [K].

    Raises:
        ValueError: a tag of another form, or no tag at all.

    Source: chapter *Names in a text*, equation (bio-legal).
    """
    bad = [each for each in names if not _is_tag(each)]
    if bad or len(names) == 0:
        raise ValueError(f"names holds {bad}; give at least one tag, 'O', 'B-kind' or 'I-kind'")
    kinds = np.array([name[2:] for name in names])
    inside = np.array([name[0] == "I" for name in names])
    goes_on = (kinds[:, None] == kinds[None, :]) & (kinds != "")[:, None]
    moves = np.where(inside[None, :] & ~goes_on, -np.inf, 0.0)
    return moves, np.where(inside, -np.inf, 0.0)


def _is_tag(name: object) -> bool:
    return isinstance(name, str) and (name == "O" or (name[:2] in ("B-", "I-") and len(name) > 2))


def viterbi(scores: ArrayLike, moves: ArrayLike, start: ArrayLike | None = None) -> list[int]:
    """The path y of highest start[y₁] + Σ scores[t, y_t] + Σ moves[y_{t−1}, y_t].

    Of equally good paths the one whose last tag has the lower number is given, and so on backwards.

    Args:
        scores: shape [T, K], log-probabilities or logits of K ≥ 1 tags at each place; T may be 0.
        moves: shape [K, K], what going from the row's tag to the column's adds; −∞ forbids it.
        start: shape [K], what beginning with a tag adds; None: nothing.

    Returns:
        T numbers of tags.

    Raises:
        ValueError: shapes that do not fit, NaN or +∞, or no path at all.

    Source: chapter *Names in a text*, equation (viterbi); Viterbi (1967).
    """
    e, a = np.asarray(scores, np.float64), np.asarray(moves, np.float64)
    s = np.zeros(e.shape[1:]) if start is None else np.asarray(start, np.float64)
    fits = e.ndim == 2 and a.shape == (e.shape[1], e.shape[1]) and s.shape == e.shape[1:]
    if not fits or e.shape[1] == 0:
        raise ValueError(
            f"scores have shape {e.shape}, moves {a.shape}, start {s.shape}; "
            "give [T, K], [K, K] and [K] with K of at least 1"
        )
    for name, array in (("scores", e), ("moves", a), ("start", s)):
        if not (array < np.inf).all():  # NaN is not below anything
            raise ValueError(f"{name} holds NaN or +∞; look where that comes from")
    if len(e) == 0:
        return []
    best = s + e[0]
    came_from = np.empty(e.shape, np.int64)
    for t in range(1, len(e)):
        through = best[:, None] + a  # [from, to]
        came_from[t] = through.argmax(axis=0)
        best = e[t] + through.max(axis=0)
    if best.max() == -np.inf:
        raise ValueError("scores and moves allow no path; every one has a −∞ in it")
    path = [int(best.argmax())]
    for t in range(len(e) - 1, 0, -1):
        path.append(int(came_from[t, path[-1]]))
    return path[::-1]

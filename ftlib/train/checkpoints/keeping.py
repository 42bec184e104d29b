"""When checkpoints are written, how many are kept, and from which one a run goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from ftlib.train.checkpoints.folders import (
    Checkpoint,
    CheckpointError,
    all_checkpoints,
    alone_in,
    newest_checkpoint,
    prune,
    write_checkpoint,
)
from ftlib.train.checkpoints.state import apply, best_state, capture, check_same_run

if TYPE_CHECKING:
    from ftlib.train.session import Session


class Keeper:
    """Writes the checkpoints of a session into its folder; without one it does nothing."""

    def __init__(self, session: Session) -> None:
        self._session, self._options = session, session.engine.options
        given = self._options.checkpoints
        self.folder = None if given is None else Path(given)
        self._last: Checkpoint | None = None

    def resume(self) -> None:
        """Go on from the newest intact checkpoint, if the options ask for that.

        Raises:
            CheckpointError: the folder holds a run and nothing was said about resuming; or it
                holds none, only damaged ones, or those of another run.
        """
        world = self._session.engine.world
        found = world.first_does(self._find)
        if found is None:
            return
        check_same_run(self._session, found)
        apply(self._session, found)
        self._last = found

    def is_due(self, ends: bool) -> bool:
        """Whether to save now; `ends`: the last update was that of an epoch."""
        if self.folder is None:
            return False
        every = self._options.save_every
        return ends if every is None else self._session.view.step % every == 0

    def save(self) -> None:
        """Write a checkpoint of this moment, if there is none of it; then drop the oldest."""
        session, step = self._session, self._session.view.step
        if self.folder is None or (self._last is not None and self._last.step == step):
            return
        session.readings.fetch()  # a loss of NaN is found here, before it is kept
        session.stop_clock()
        started = time.perf_counter()
        self._last = self._write(step)
        session.run.timings["saving"] += time.perf_counter() - started
        session.view.saved = self._last.path
        session.tell("saved")

    def _write(self, step: int) -> Checkpoint:
        session, folder = self._session, self.folder
        assert folder is not None
        files, facts = capture(session)
        best_step, before = facts["best_step"], self._last
        links: dict[str, tuple[Path, str] | str] = {}
        if best_step == step:
            links["best"] = "model"
        elif best_step is not None and before and before.facts["best_step"] == best_step:
            links["best"] = (before.path / "best.safetensors", before.hashes["best"])
        elif best_step is not None:
            files["best"] = best_state(session)

        def write() -> Checkpoint:
            written = write_checkpoint(folder, step, files, facts, links)
            prune(folder, self._options.keep)
            return written

        return session.engine.world.first_does(write)

    def _find(self) -> Checkpoint | None:
        folder, resume = self.folder, self._options.resume
        if folder is None:
            return None
        there = all_checkpoints(folder)
        if there and resume is False:
            raise CheckpointError(
                f"checkpoints names the folder {folder.name!r}, which holds a run "
                f"({there[-1].name}); pass resume=True to go on with it, or name an empty folder"
            )
        if not there and resume is True:
            raise CheckpointError(
                f"resume is True but the folder {folder.name!r} holds no checkpoint; name the "
                "right one, or pass resume='auto' to start anew where there is none"
            )
        prune(folder, len(there) + 1)  # only what was left half written
        return newest_checkpoint(folder)


@contextmanager
def keeping(session: Session) -> Iterator[Keeper]:
    """The session's keeper, resumed if that was asked for; no other run may use its folder."""
    keeper = Keeper(session)
    world = session.engine.world
    with alone_in(keeper.folder) if keeper.folder and world.first else nullcontext():
        keeper.resume()
        yield keeper

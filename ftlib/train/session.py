"""What changes while the loop runs: the history, the best parameters so far, your own code."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ftlib.train.callbacks import Callback, View
from ftlib.train.checkpoints.state import plain_options, put_back, snapshot
from ftlib.train.engine import Engine
from ftlib.train.loggers import Logger, open_loggers
from ftlib.train.readings import Readings
from ftlib.train.run import Run, Step
from ftlib.train.updates import Update
from ftlib.train.validating import Metric, validate


class Session:
    """One call of `fit`, between its updates.

    Attributes:
        engine: what stays the same.
        run: the history; what `fit` returns.
        readings: losses that may still be on the accelerator.
        view: what callbacks see; its `step` says how far the run is.
        best: the parameters and buffers with the lowest validation loss so far, or the first ones.
        held: after how many steps the model's parameters are, once they are not the latest.
    """

    def __init__(
        self, engine: Engine, metric: Metric | None, moments: dict[str, list[Callback]]
    ) -> None:
        self.engine, self._metric, self._moments = engine, metric, moments
        self.run = Run(
            engine.options, engine.device.type, engine.precision, examples=len(engine.train)
        )
        self.run.notes += engine.notes
        self.run.processes = engine.world.size
        overflows = engine.scaler.is_enabled()
        self.readings = Readings(self.run, engine.world, engine.plan.steps, overflows, self._step)
        self.view = View(engine.model, engine.optimiser, self.run, engine.plan.steps)
        self.view.fetch, self.view.record = self.readings.fetch, self._record
        self._loggers: list[Logger] = []
        self.best = snapshot(engine)
        self.held: int | None = None
        self._clock = time.perf_counter()

    def tell(self, moment: str) -> None:
        """Call the functions that wait for this moment."""
        for function in self._moments[moment]:
            function(self.view)

    def look(self) -> None:
        """Validate, and remember the parameters if they are the best so far."""
        engine, run = self.engine, self.run
        if engine.validation is None:
            return
        self.readings.fetch()
        started = time.perf_counter()
        position = engine.plan.position(self.view.step)
        seen = validate(engine, engine.validation, self._metric, run, position)
        run.validations.append(seen)
        if run.best is seen:
            self.best = snapshot(engine)
        run.timings["validation"] += time.perf_counter() - started
        self._record({"kind": "validation", **seen._asdict()})
        self.tell("validated")

    @contextmanager
    def logging(self) -> Iterator[None]:
        """While this lasts, records go to the loggers that the options name (of rank 0)."""
        if self.engine.world.first:
            plain = plain_options(self.engine.options)
            self._loggers = open_loggers(self.engine.options, plain, self.view.step)
        try:
            yield
        finally:
            for logger in self._loggers:
                logger.close()
            self._loggers = []

    def take_best(self) -> None:
        """Give the model the best parameters so far."""
        put_back(self.engine, self.best)
        self.held = 0 if self.run.best is None else self.run.best.step

    def is_over(self) -> bool:
        """Whether patience has run out, or a callback (of any process) has asked to stop."""
        if any(self._moments.values()):
            asked = self.engine.world.gather(self.view.stopped)
            self.run.stopped = next((each for each in asked if each is not None), None)
        return self.run.stopped_early or self.run.stopped is not None

    def stop_clock(self) -> None:
        """Bring the run's total of seconds up to date."""
        now = time.perf_counter()
        self.run.timings["total"] += now - self._clock
        self._clock = now

    def _step(self, update: Update, step: Step) -> None:
        if not self._loggers:
            return
        self.stop_clock()
        done, run = update.step + 1, self.run
        so_far = {"seconds": run.seconds, "examples": run.seen, "tokens": run.tokens}
        where = {"kind": "step", "step": done, "epoch": self.engine.plan.position(done)}
        self._record(where | step._asdict() | so_far)

    def _record(self, record: dict[str, Any]) -> None:
        for logger in self._loggers:
            logger.write(record)

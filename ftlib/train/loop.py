"""The loop: batches in, gradients back, a step against them; now and then a look at validation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from tqdm import tqdm

from ftlib.data import Examples
from ftlib.train.callbacks import Callbacks, by_moment
from ftlib.train.checkpoints.keeping import Keeper, keeping
from ftlib.train.checks import check_validation
from ftlib.train.counting import Count, count_terms
from ftlib.train.devices.parallel import whole
from ftlib.train.engine import Engine, prepared
from ftlib.train.loggers import check_log
from ftlib.train.options import from_keywords
from ftlib.train.predicting import logits_of
from ftlib.train.run import Run
from ftlib.train.seeds import seed_everything
from ftlib.train.session import Session
from ftlib.train.updates import Update
from ftlib.train.validating import Diverged, Loss, Metric


def fit(
    model: nn.Module,
    train: Examples,
    validation: Examples | None = None,
    *,
    loss: Loss = cross_entropy,
    metric: Metric | None = None,
    count: Count = count_terms,
    callbacks: Callbacks | None = None,
    progress: bool = True,
    **options: Any,
) -> Run:
    """Train `model` in place by AdamW, and leave it with the best parameters it had.

    The best are those with the lowest validation loss (without validation: the last).

    Args:
        model: any module whose output is logits [B, …], or has `.logits` (Transformers models).
        train, validation: examples with labels (`ftlib.data.encode`, `Rows`, or your own class).
        loss: takes logits (float32, or float64 of a float64 model, [B, …]) and labels ([B] or
            [B, …]); gives the mean over the batch as a scalar.
        metric: takes labels [N] and logits [N, …] as arrays, in the order of `validation`; shown
            beside its loss. Default: accuracy, where labels are classes. Of token labels [B, T]
            those that are not −100 are handed over, one row a token.
        count: takes the labels of a batch; gives over how many terms `loss` is a mean. Default: the
            examples; of integer labels [B, T], those that are not −100.
        callbacks: your own functions at `start`, `epoch_start`, `before_step`, `after_step`,
            `validated`, `saved`, `epoch_end`, `end`: a dict from moment to function(s), or
            functions marked by `@at(moment)`. Each gets a `View` (step, loss, rows, model, …;
            `stop(reason)`, `log(name=value)`, `memory`, `rate_factor`).
        progress: show a bar on stderr (TQDM_DISABLE=1 turns all bars off).

    Options — what is computed:
        epochs: passes over `train`. Default 3.
        batch_size: examples in an update, over all parts and processes. Default 32.
        max_tokens: tokens in an update at most, padding included; instead of `batch_size`, or
            beside it. Default None.
        accumulate: parts an update is run in: same result, less memory. Default 1.
        learning_rate: η, or a dict of rates for prefixes of parameter names. Default 2e-5.
        layer_decay: factor on η from each layer to the one below. Default None: one η for all.
        schedule: `linear`, `cosine`, `constant` or `inverse_sqrt`. Default `linear`.
        warmup: share of the updates in which η rises from 0, before the schedule. Default 0.1.
        weight_decay: λ of the decoupled decay, not on biases and norms. Default 0.01.
        clip: longest gradient (2-norm over all parameters); None does not clip. Default 1.0.
        freeze: what trains: `head`, a number of layers on top of which it sits, or `all`. Default
            None: what has `requires_grad`.
        unfreeze_every: after so many epochs one frozen layer more trains. Default None: never.
        patience: stop after so many validations in a row without a lower loss. Default None: never.
        validate_every: updates between validations. Default None: at the end of each epoch.
        keep_best: leave the best parameters in the model, not the last. Default True.
        report: a classification report at each validation, in `run.reports`; or the names of the
            classes, to be used in it. Default False.
        seed: of the order of examples and of dropout; sets all global generators. Default 0.

    Options — how and where:
        device: `auto`, `cpu`, `cuda`, `mps`, … Default `auto`.
        precision: `auto`, `float32`, `bfloat16`, or `float16` with loss scaling. Default `auto`.
        faster: leave out what the result does not need (on a CPU: word rows that occur in no
            example; for BERT classifiers the last layer's other tokens, and a leaner step).
            Default True.
        compile: translate the model by `torch.compile` (True, or the name of a backend).
        checkpoint_activations: compute inner values twice instead of keeping them.
        channels_last: store pictures [B, C, H, W] as fast convolutions want them.
        cache_trunk: compute what is frozen once (`auto`: where that changes nothing; True: the
            frozen part runs without dropout). `run.notes` says what was done. Default False.
        prefetch: batches made ahead by a thread. Default 0.
        strategy: `ddp` or `fsdp`, in every process that `torchrun` starts. Default None.

    Options — what is kept:
        checkpoints: folder for checkpoints. Default None: none are written.
        save_every: updates between them. Default None: at the end of each epoch. The end of the
            run is always saved.
        keep: how many of the last are kept; the best parameters are in each. Default 2.
        resume: True goes on from the newest intact checkpoint, `auto` begins where there is none;
            False refuses a folder that holds a run. Default False.
        log: `console`, `csv`, `json`, `tensorboard`, `wandb` (offline), an object with `write` and
            `close`, or several. Default: none.
        log_folder: where log files go. Default: `log` in `checkpoints`.

    Returns:
        The run: the loss of every step, every validation, which was best, timings; `print`, `plot`,
        `table` it; `Run.load(folder)` reads it back.

    Raises:
        ValueError: an unknown option or a value outside its range; empty data or texts; missing
            labels, or labels outside the head's range; nothing to train; `patience` without
            validation.
        CheckpointError: (a ValueError) a folder in use, or that holds another run or only damaged
            checkpoints. Nothing in it is changed.
        Diverged: (a ValueError) a loss or gradient is NaN or infinite; names the rows of the batch.
            The model then holds the parameters of the best validation so far, or those it began
            with, and the checkpoints are those from before.

    Source: chapter *The training loop*; Loshchilov and Hutter, ICLR 2019 (AdamW).
    """
    chosen = from_keywords(options)
    check_validation(validation, chosen)
    check_log(chosen)
    moments = by_moment(callbacks)
    seed_everything(chosen.seed)
    was_training = model.training
    with prepared(model, train, validation, loss, count, chosen) as engine:
        session = Session(engine, metric, moments)
        with keeping(session) as keeper, session.logging():
            engine.model.train()
            try:
                with progress_bar(engine.plan.steps, progress and engine.world.first) as bar:
                    run_updates(session, keeper, bar, _update)
            except Diverged:  # in all processes at once
                session.take_best()
                engine.world.hand_back(engine.model, model)
                raise
            finally:
                engine.model.train(was_training)
                if session.run.validations and chosen.keep_best:
                    session.take_best()  # also when the reader interrupts: the best is not lost
                engine.decay_absent_rows(session.run.steps[: session.held])
                session.best = {}  # callbacks may keep their view of the session; not this copy
            engine.world.hand_back(engine.model, model)
            session.tell("end")
    return session.run


def run_updates(session: Session, keeper: Keeper, bar: tqdm, make: Callable[..., Any]) -> None:
    """Every update of the run that is not made yet, and what comes between them.

    `make` makes one of them: `_update`, or that of another framework.
    """
    engine, run, view = session.engine, session.run, session.view
    bar.update(view.step)
    session.tell("start")
    left = () if session.is_over() else engine.plan.updates(engine.count, first=view.step)
    for update in left:
        view.epoch, view.rows = update.epoch + 1, update.rows
        engine.begin(update)
        if update.begins:
            session.tell("epoch_start")
        session.tell("before_step")
        rate, loss, norm = make(engine, update, view.rate_factor)
        run.seen += len(update.rows)
        run.tokens += update.tokens
        view.step += 1
        session.readings.add(update, rate, loss, norm)
        session.tell("after_step")
        if engine.is_due(view.step, update.ends):
            session.look()
        if update.ends:
            session.tell("epoch_end")
        bar.set_postfix_str(run.latest, refresh=False)
        bar.update()
        over = session.is_over()
        if keeper.is_due(update.ends):
            keeper.save()
        if over:
            break
    session.readings.fetch()
    session.stop_clock()
    keeper.save()


def _update(engine: Engine, update: Update, factor: float) -> tuple[float, Tensor, Tensor]:
    """One step against the gradient of the mean loss over all terms of an update.

    The update may come in parts, of unequal size and in several processes: each part's mean counts
    by its share of the terms, so that their sum is the mean over all.

    Returns:
        The highest rate, this process's share of the loss, and the gradient's 2-norm before
        clipping; the last two stay on the device.
    """
    rate = engine.set_rates(update.step, factor)
    engine.optimiser.zero_grad()
    total = engine.world.total(sum(part.terms for part in update.parts))
    value = torch.zeros((), device=engine.device)
    for number, part in enumerate(update.parts, start=1):
        batch = engine.place(part.batch)
        with engine.world.step_part(engine.called, last=number == len(update.parts)):
            with engine.autocast():
                logits = logits_of(engine.called, batch)
            # Where there is nothing to average, the mean would be NaN; 0 · Σz adds nothing.
            mean = engine.loss(logits, batch["labels"]) if part.terms else 0 * logits.sum()
            share = mean * (part.terms / total)
            # DDP and FSDP take the mean over processes; the shares ask for the sum.
            engine.scaler.scale(share * engine.world.size).backward()
        value = value + share.detach()
    engine.scaler.unscale_(engine.optimiser)
    norm = _clip(engine.trained, engine.options.clip)
    engine.scaler.step(engine.optimiser)
    engine.scaler.update()
    return rate, value, norm


def _clip(parameters: list[nn.Parameter], longest: float | None) -> Tensor:
    """The gradient's 2-norm; then shorten the gradient to `longest`, if it is longer.

    Nothing here asks whether it is: the factor is at most 1, and no host waits for a GPU.
    """
    gradients = [each.grad for each in parameters if each.grad is not None]
    norm = whole(nn.utils.get_total_norm(gradients, foreach=True))
    if longest is not None:
        nn.utils.clip_grads_with_norm_(parameters, longest, norm, foreach=True)
    return norm


def progress_bar(steps: int, progress: bool) -> tqdm:
    """A bar of so many steps; switched off without `progress`."""
    # `disable` is passed only to switch the bar off: passing False would overrule TQDM_DISABLE.
    return tqdm(total=steps, unit="step") if progress else tqdm(total=steps, disable=True)

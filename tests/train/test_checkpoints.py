"""Checkpoints and resuming: whole or not there, named when damaged, the same bits afterwards."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from ftlib.data import Encoded, Rows
from ftlib.train import CheckpointError, Diverged, Run, at, fit, load, seed_everything
from ftlib.train.checkpoints import read_checkpoint, write_checkpoint
from ftlib.train.seeds import random_state, set_random_state

OPTIONS = {
    "progress": False,
    "device": "cpu",
    "precision": "float32",
    "learning_rate": 0.02,
    "epochs": 3,
    "batch_size": 8,
}


def data(n=45, seed=0):
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, n)
    points = rng.normal(size=(n, 4)) + labels[:, None]
    return Rows(input=points.astype(np.float32), labels=labels)


def network(seed=0, width=8):
    """With dropout and running statistics: both must go on where they were."""
    torch.manual_seed(seed)
    layers = [nn.Linear(4, width), nn.BatchNorm1d(width), nn.Dropout(0.3), nn.Linear(width, 2)]
    return nn.Sequential(*layers)


def numbers(model):
    return torch.cat([each.detach().flatten().double() for each in model.state_dict().values()])


class Killed(Exception):
    """Stands for a process that ends without a word."""


def killed_at(step):
    @at("after_step")
    def kill(view):
        if view.step == step:
            raise Killed

    return kill


def run_to_the_end(folder, steps, **change):
    """Kill at each of `steps`, resume each time; the model and run of the last one."""
    options = OPTIONS | {"checkpoints": folder, "resume": "auto"} | change
    for step in steps:
        # Until there is a checkpoint a run begins anew, from the same model; then it matters not.
        model = network(20 if list(Path(folder).glob("step-*")) else 5)
        with pytest.raises(Killed):
            fit(model, data(), data(9, 1), callbacks=killed_at(step), **options)
    model = network(99)  # whatever it begins with is replaced
    return model, fit(model, data(), data(9, 1), **options)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"accumulate": 2, "prefetch": 2, "schedule": "cosine"},
        {"precision": "bfloat16"},
        {"precision": "float16"},
        {"max_tokens": 7, "batch_size": None},
        {"freeze": "head", "unfreeze_every": 1},
    ],
    ids=["plain", "parts", "bfloat16", "float16", "tokens", "thawing"],
)
def test_a_run_that_was_killed_ends_with_the_same_bits(tmp_path, change):
    whole = network(5)
    one = fit(whole, data(), data(9, 1), **(OPTIONS | change))
    # Saved every 4 updates; 6 an epoch: in the middle, at a seam, right after a save.
    model, run = run_to_the_end(tmp_path / "run", [3, 7, 8, 13], save_every=4, **change)
    assert torch.equal(numbers(model), numbers(whole))
    assert run.steps == one.steps
    assert run.validations == one.validations
    assert (run.seen, run.tokens) == (one.seen, one.tokens)


def test_the_generators_go_on_where_they_were():
    cpu = torch.device("cpu")
    seed_everything(3)
    random.gauss(0, 1)  # leaves a second number behind, as NumPy's does
    np.random.normal()  # noqa: NPY002
    state = {name: each.clone() for name, each in random_state(cpu).items()}

    def draw():
        return [
            random.random(),
            random.gauss(0, 1),
            np.random.normal(),  # noqa: NPY002
            np.random.randint(1 << 30),  # noqa: NPY002
            torch.rand(1).item(),
        ]

    first = draw()
    assert draw() != first
    set_random_state(state, cpu)
    assert draw() == first


def test_memory_and_rate_of_a_callback_are_kept(tmp_path):
    @at("after_step")
    def count(view):
        view.memory["calls"] = view.memory.get("calls", 0) + 1
        view.rate_factor *= 0.9
        if view.step == 9 and not resumed:
            raise Killed

    resumed = False
    options = OPTIONS | {"checkpoints": tmp_path / "run", "resume": "auto", "callbacks": count}
    with pytest.raises(Killed):
        fit(network(), data(), save_every=4, **options)
    resumed = True
    seen = []
    run = fit(network(), data(), save_every=4, **(options | {"callbacks": [count, peek(seen)]}))
    assert seen == [{"calls": 18}]
    plain = fit(network(), data(), **OPTIONS)
    factors = [
        a.learning_rate / b.learning_rate for a, b in zip(run.steps, plain.steps, strict=True)
    ]
    assert factors == pytest.approx([0.9**step for step in range(18)])


def peek(seen):
    @at("end")
    def look(view):
        seen.append(view.memory)

    return look


def test_the_last_few_are_kept_and_the_best_is_in_each(tmp_path):
    folder, snapshots = tmp_path / "run", {}

    @at("validated")
    def remember(view):
        snapshots[view.step] = numbers(view.model)

    run = fit(
        network(),
        data(),
        data(9, 1),
        callbacks=remember,
        checkpoints=folder,
        keep=2,
        **(OPTIONS | {"learning_rate": 0.5, "epochs": 6}),
    )
    names = [f"step-{step:08d}" for step in (30, 36)]
    assert sorted(each.name for each in folder.iterdir() if each.name != ".lock") == names
    assert run.best.step < 30  # else this test shows nothing
    for name in names:
        best = network(3)
        stored = read_checkpoint(folder / name).tensors("best")
        own = dict(best.state_dict())
        assert set(stored) == set(own)
        best.load_state_dict(stored)
        assert torch.equal(numbers(best), snapshots[run.best.step])
    last = load(network(4), folder / names[-1] / "model.safetensors")
    assert torch.equal(numbers(last), snapshots[36])


def test_a_finished_run_is_not_run_again(tmp_path):
    options = OPTIONS | {"checkpoints": tmp_path / "run"}
    model, again = network(), network(7)
    one = fit(model, data(), data(9, 1), **options)
    called = []
    two = fit(
        again, data(), data(9, 1), resume=True, callbacks={"after_step": called.append}, **options
    )
    assert called == []
    assert two.steps == one.steps
    assert torch.equal(numbers(again), numbers(model))
    early = OPTIONS | {
        "checkpoints": tmp_path / "early",
        "patience": 1,
        "learning_rate": 0.5,
        "epochs": 20,
    }
    stopped = fit(network(), data(), data(9, 1), **early)
    assert stopped.stopped_early
    assert fit(network(), data(), data(9, 1), resume=True, **early).steps == stopped.steps


def test_a_run_can_be_read_back_from_its_folder(tmp_path):
    folder = tmp_path / "run"
    run = fit(network(), data(), data(9, 1), checkpoints=folder, report=True, **OPTIONS)
    again = Run.load(folder)
    assert str(again) == str(run)
    assert "macro avg" in str(run)
    assert again.steps == run.steps
    assert again.seconds > 0
    assert again.options.learning_rate == 0.02
    with pytest.raises(CheckpointError, match="holds no checkpoint"):
        Run.load(tmp_path)


@pytest.mark.parametrize(
    "file", ["model.safetensors", "training.safetensors", "best.safetensors", "manifest.json"]
)
@pytest.mark.parametrize("harm", ["flip", "cut", "lose"])
def test_a_damaged_checkpoint_is_named_and_the_one_before_is_used(tmp_path, file, harm):
    whole = network(5)
    fit(whole, data(), data(9, 1), **OPTIONS)
    folder = tmp_path / "run"
    with pytest.raises(Killed):
        fit(network(5), data(), data(9, 1), callbacks=killed_at(17), checkpoints=folder, **OPTIONS)
    newest, before = folder / "step-00000012", folder / "step-00000006"
    # A second name of one file must not be harmed together with it: copy before the harm.
    copied = (newest / file).read_bytes()
    (newest / file).unlink()
    if harm != "lose":
        changed = bytearray(copied)
        changed[len(changed) * 2 // 3] ^= 1
        (newest / file).write_bytes(bytes(changed) if harm == "flip" else copied[:-9])
    sentence = rf"damaged: step-00000012/{file}.*The run goes on from {before.name}"
    model = network(6)
    with pytest.warns(UserWarning, match=sentence) as caught:
        fit(model, data(), data(9, 1), checkpoints=folder, resume=True, **OPTIONS)
    if harm != "lose" and file.endswith("safetensors"):
        assert str(caught[0].message).count("SHA-256") == 1
        assert "expected" in str(caught[0].message)
    assert torch.equal(numbers(model), numbers(whole))
    assert sorted(each.name for each in folder.glob("*")) == [".lock", newest.name, "step-00000018"]
    read_checkpoint(newest)  # written anew on the way


def test_when_all_are_damaged_nothing_is_lost_and_it_says_so(tmp_path):
    folder = tmp_path / "run"
    fit(network(), data(), checkpoints=folder, keep=1, **OPTIONS)
    (folder / "step-00000018" / "model.safetensors").write_bytes(b"")
    before = sorted(folder.rglob("*"))
    model = network(6)
    start = numbers(model)
    with pytest.raises(CheckpointError, match="are all damaged: step-00000018/model"):
        fit(model, data(), checkpoints=folder, resume="auto", **OPTIONS)
    assert torch.equal(numbers(model), start)
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"model": network(0, width=9)},
            r"is of another model: '0.bias' has shape \(8,\) in it and \(9,\)",
        ),
        ({"model": nn.Linear(4, 2)}, "is of another model: '0.bias' has shape"),
        ({"train": data(46)}, "made with other train examples"),
        ({"train": data(45, 3)}, "made with other train examples"),
        ({"validation": None}, "made with other validation examples"),
        ({"learning_rate": 0.03}, "made with learning_rate=0.02, this run has 0.03"),
        ({"epochs": 4}, "made with epochs=3, this run has 4"),
        ({"seed": 1}, "made with seed=0, this run has 1"),
        ({"precision": "bfloat16"}, "made in float32, this run is in bfloat16; pass precision"),
        ({"resume": False}, r"which holds a run \(step-00000012\); pass resume=True"),
    ],
)
def test_a_checkpoint_of_another_run_is_refused_and_nothing_lost(tmp_path, change, sentence):
    folder = tmp_path / "run"
    with pytest.raises(Killed):
        fit(network(5), data(), data(9, 1), callbacks=killed_at(17), checkpoints=folder, **OPTIONS)
    files = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    options = OPTIONS | {"checkpoints": folder, "resume": True} | change
    model = options.pop("model", network(6))
    train, validation = options.pop("train", data()), options.pop("validation", data(9, 1))
    start = numbers(model)
    with pytest.raises(CheckpointError, match=sentence):
        fit(model, train, validation, **options)
    assert torch.equal(numbers(model), start)
    assert {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()} == files


def test_resuming_needs_something_to_resume_and_auto_does_not(tmp_path):
    with pytest.raises(CheckpointError, match="holds no checkpoint; name the right one, or pass"):
        fit(network(), data(), checkpoints=tmp_path / "run", resume=True, **OPTIONS)
    fit(network(), data(), checkpoints=tmp_path / "run", resume="auto", **OPTIONS)


def test_two_runs_in_one_folder_at_once_are_refused(tmp_path):
    options = OPTIONS | {"checkpoints": tmp_path / "run", "resume": "auto"}

    @at("after_step")
    def intrude(view):
        with pytest.raises(CheckpointError, match="in which another run is working now"):
            fit(network(), data(), **options)

    fit(network(), data(), callbacks=intrude, **(options | {"epochs": 1}))


def test_a_loss_of_nan_leaves_the_last_good_checkpoint_and_the_best(tmp_path):
    class Sour(Rows):
        asked = 0

        def batch(self, rows):
            self.asked += 1
            batch = super().batch(rows)
            if self.asked == 12:  # the first is the look at the head; 11 updates
                batch["input"] = batch["input"] * np.nan
            return batch

    folder, kept = tmp_path / "run", []

    @at("validated")
    def remember(view):
        kept.append(numbers(view.model))

    model = network()
    train = Sour(input=data()._arrays["input"], labels=data().labels)
    with pytest.raises(Diverged, match="step 11 of 18") as caught:
        fit(
            model,
            train,
            data(9, 1),
            checkpoints=folder,
            save_every=3,
            callbacks=remember,
            **OPTIONS,
        )
    assert (caught.value.step, caught.value.epoch) == (11, 2)
    assert read_checkpoint(folder / "step-00000009").step == 9
    assert not (folder / "step-00000012").exists()
    assert torch.equal(numbers(model), kept[0])


def test_a_checkpoint_is_not_there_until_it_is_whole(tmp_path, monkeypatch):
    def fails(*args):
        raise OSError("no space left on device")

    write_checkpoint(tmp_path, 1, {"model": {"w": torch.ones(3)}}, {})
    with monkeypatch.context() as patch:
        patch.setattr("ftlib.train.checkpoints.folders._to_disk", fails)
        with pytest.raises(OSError, match="no space left"):
            write_checkpoint(tmp_path, 2, {"model": {"w": torch.ones(3)}}, {})
    assert [each.name for each in tmp_path.glob("step-*")] == ["step-00000001"]
    read_checkpoint(tmp_path / "step-00000001")


def test_no_file_of_a_checkpoint_can_run_code(tmp_path):
    folder = tmp_path / "run"
    fit(network(), data(), checkpoints=folder, **OPTIONS)
    files = list((folder / "step-00000018").iterdir())
    assert {each.suffix for each in files} == {".safetensors", ".json"}
    for each in files:
        head = each.read_bytes()[:2]
        assert head not in (b"PK", b"\x80\x02", b"\x80\x04", b"\x80\x05")  # zip, pickle
    manifest = json.loads((folder / "step-00000018" / "manifest.json").read_text())
    assert manifest["content"]["step"] == 18


def test_kill_minus_nine_at_random_moments(tmp_path):
    script = Path(__file__).parents[2] / "benchmarks" / "kill_resume.py"
    out = tmp_path / "kills.json"
    subprocess.run(
        [sys.executable, script, "--kills", "5", "--out", out], check=True, capture_output=True
    )
    row = json.loads(out.read_text())["rows"][0]
    assert row["kills"] == 5
    assert row["checkpoints lost"] == 0
    assert row["runs that differ"] == 0


def test_folders_without_hard_links_get_copies(tmp_path, monkeypatch):
    def refuses(*args):
        raise OSError("not supported")

    monkeypatch.setattr("os.link", refuses)
    fit(network(), data(), data(9, 1), checkpoints=tmp_path / "run", **OPTIONS)
    shutil.copytree(tmp_path / "run", tmp_path / "moved")
    assert len(Run.load(tmp_path / "moved").steps) == 18


def bert():
    from transformers import BertConfig, BertForSequenceClassification

    torch.manual_seed(0)
    shape = {"hidden_size": 8, "num_hidden_layers": 2, "num_attention_heads": 2}
    none = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    sizes = BertConfig(vocab_size=50, intermediate_size=8, num_labels=2, **shape, **none)
    return BertForSequenceClassification(sizes)


def texts(n, seed):
    """Of 50 words 20 occur."""
    rng = np.random.default_rng(seed)
    ids = tuple(rng.integers(1, 20, rng.integers(2, 8)) for _ in range(n))
    return Encoded(ids, np.array([each.max() > 15 for each in ids], dtype=np.int64), pad_id=0)


def test_what_a_shortcut_leaves_out_of_the_step_is_whole_in_the_files(tmp_path, monkeypatch):
    # On a CPU only the rows of words that occur are trained; no file may show that.
    options = OPTIONS | {"learning_rate": 0.01, "weight_decay": 0.1}
    data, held_out = texts(45, 0), texts(12, 1)
    whole = bert()
    fit(whole, data, held_out, **options)
    folder = tmp_path / "run"
    kept = options | {"checkpoints": folder, "save_every": 5, "callbacks": killed_at(14)}
    with pytest.raises(Killed):
        fit(bert(), data, held_out, **kept)
    newest = read_checkpoint(folder / "step-00000010")
    table = "bert.embeddings.word_embeddings.weight"
    assert newest.shapes("model")[table] == newest.shapes("best")[table] == (50, 8)
    assert newest.shapes("training")[f"optimiser/exp_avg/{table}"] == (50, 8)
    load(bert(), folder / "step-00000010" / "best.safetensors")
    again, other = bert(), bert()
    shutil.copytree(folder, tmp_path / "copy")
    fit(again, data, held_out, checkpoints=folder, resume=True, **options)
    assert torch.equal(numbers(again), numbers(whole))
    monkeypatch.setattr("ftlib.train.engine._shortcuts", lambda *given: False)
    fit(other, data, held_out, checkpoints=tmp_path / "copy", resume=True, **options)
    used = np.unique(np.concatenate([*data.input_ids, *held_out.input_ids, [0]]))
    for name, tensor in whole.state_dict().items():
        rows = torch.from_numpy(used) if name == table else slice(None)
        torch.testing.assert_close(other.state_dict()[name][rows], tensor[rows], rtol=0, atol=1e-5)
    # Words that do not occur only decay. In the run by the shortcut that is still to come when a
    # checkpoint is written: resumed without it they keep the decay of its steps, here 1 % at most.
    torch.testing.assert_close(
        other.state_dict()[table], whole.state_dict()[table], rtol=0.01, atol=0
    )

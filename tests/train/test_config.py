"""A run from a file: sections and keys are checked, factories and assets found, results saved."""

from __future__ import annotations

import json

import pytest
import torch

from ftlib.train import load
from ftlib.train.__main__ import main
from ftlib.train.config import read_config

FACTORIES = """
import numpy as np, torch
from torch import nn
from ftlib.data import Rows

def model():
    torch.manual_seed(0)
    return nn.Linear(3, 2)

def examples():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(20, 3)).astype(np.float32)
    return Rows(input=x, labels=rng.integers(0, 2, 20)), None
"""

GOOD = {
    "model": {"factory": "factories_of_a_test:model"},
    "data": {"factory": "factories_of_a_test:examples"},
    "options": {"epochs": 2, "device": "cpu", "learning_rate": {"": 0.1}},
    "output": {"model": "out.safetensors"},
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    (tmp_path / "factories_of_a_test.py").write_text(FACTORIES)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delenv("WORLD_SIZE", raising=False)
    return tmp_path


def written(folder, config, name="config.json"):
    path = folder / name
    path.write_text(config if isinstance(config, str) else json.dumps(config))
    return str(path)


def test_a_json_file_runs_and_the_model_is_saved(here, capsys):
    assert main([written(here, GOOD)]) == 0
    printed = capsys.readouterr().out
    assert "2 steps on cpu" in printed
    assert "examples and" in printed  # the speed
    tuned = load(torch.nn.Linear(3, 2), here / "out.safetensors")
    torch.manual_seed(0)
    assert not torch.equal(tuned.weight, torch.nn.Linear(3, 2).weight)


def test_alone_a_strategy_is_left_out(here, capsys):
    config = GOOD | {"options": {"epochs": 1, "device": "cpu", "strategy": "fsdp"}}
    assert main([written(here, config)]) == 0
    assert "processes" not in capsys.readouterr().out


def test_a_csv_file_and_a_model_by_name(here, capsys, monkeypatch):
    import pandas as pd
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "film"]
    (here / "tiny").mkdir()
    (here / "tiny" / "vocab.txt").write_text("\n".join(words) + "\n")
    BertTokenizer(vocab=str(here / "tiny" / "vocab.txt")).save_pretrained(here / "tiny")
    shape = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2}
    sizes = BertConfig(vocab_size=8, intermediate_size=8, **shape)
    BertForSequenceClassification(sizes).save_pretrained(here / "tiny")
    rows = [("good film", 2), ("bad film", 0), ("film", 1)] * 4
    pd.DataFrame(rows, columns=["text", "label"]).to_csv(here / "all.csv", index=False)
    toml = (
        f'[model]\nname = "{here / "tiny"}"\n'
        '[data]\ntrain = "all.csv"\nvalidation = "all.csv"\nrows = 9\nmax_length = 6\n'
        '[options]\nepochs = 1\nbatch_size = 3\ndevice = "cpu"\n'
    )
    assert main([written(here, toml, "config.toml")]) == 0
    assert "3 steps on cpu" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"modle": {}}, "has a section 'modle'; use 'model', 'data'"),
        ({"data": {"nam": "x"}}, "has 'nam' in its section 'data'; use one of"),
        ({"data": {}}, "names no data; its section 'data' needs one of factory, name, train"),
        ({"options": {"epoch": 3}}, "'epoch' is no option of fit; did you mean 'epochs'"),
        ({"model": {"factory": "nowhere:model"}}, "factory 'nowhere:model' cannot be called"),
        ({"model": {"factory": "factories_of_a_test:x"}}, "write 'module:function'"),
    ],
)
def test_mistakes_are_told_in_a_sentence(here, capsys, change, sentence):
    assert main([written(here, GOOD | change)]) == 2
    told = capsys.readouterr().err
    assert told.startswith("ftlib.train: ")
    assert sentence in told


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("config.yaml", "model: x", "neither .toml nor .json"),
        ("config.toml", "model = [", "cannot be read"),
        ("config.json", "{", "cannot be read"),
    ],
)
def test_files_that_cannot_be_read(here, name, text, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_config(written(here, text, name))
    with pytest.raises(ValueError, match="is no file"):
        read_config("nothing.toml")

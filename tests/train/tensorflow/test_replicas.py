"""Two replicas take the steps of one: `tf.distribute` over two logical CPUs."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    script = Path(__file__).with_name("replicas.py")
    command = [sys.executable, str(script), str(tmp_path_factory.mktemp("run") / "here")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", ["two", "parts", "inside"])
@pytest.mark.parametrize("what", ["losses", "norms", "validation", "weights"])
def test_two_replicas_give_the_numbers_of_one(found, name, what):
    assert len(found["one"]["losses"]) == 8
    np.testing.assert_allclose(found[name][what], found["one"][what], atol=1e-10)


def test_dropout_and_running_statistics_repeat_themselves(found):
    assert found["restless"]["losses"] == found["again"]["losses"]
    assert found["restless"]["weights"] == found["again"]["weights"]
    assert np.isfinite(found["restless"]["weights"]).all()


def test_the_run_says_how_many_trained(found):
    assert found["two"]["text"].endswith("2 processes (mirrored)")
    assert found["loaded"].endswith("2 processes (mirrored)")

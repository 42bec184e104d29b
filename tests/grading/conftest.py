"""A small made-up unit in a folder of its own, and submissions to it."""

import json
import shutil
from pathlib import Path

import pytest

from ftlib.grading.build import build
from ftlib.grading.judge import Limits, Nursery

collect_ignore = ["toy"]  # the toy unit's tests are run by the grader, not by pytest

RIGHT = """
import numpy as np

def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())

def centred(x):
    return x - x.mean()
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project's folder with the unit `toy`, built."""
    root = tmp_path / "project"
    shutil.copytree(Path(__file__).parent / "toy", root)
    build("toy", root)
    return root


@pytest.fixture
def right() -> str:
    """A right answer to both tasks of the toy unit."""
    return RIGHT


@pytest.fixture
def notebook(tmp_path: Path):
    """Write a notebook with the given code cells; returns its path."""

    def write(*sources: str, name: str = "notebook.ipynb") -> Path:
        cells = [
            {"cell_type": "code", "metadata": {}, "source": text, "outputs": []} for text in sources
        ]
        path = tmp_path / name
        path.write_text(json.dumps({"cells": cells, "nbformat": 4, "metadata": {}}))
        return path

    return write


@pytest.fixture(scope="session")
def nursery():
    """One warm parent for all tests."""
    with Nursery() as warm:
        yield warm


@pytest.fixture(scope="session")
def limits() -> Limits:
    """Short limits, so that what hangs is found out soon."""
    return Limits(call_s=2.0, cell_s=3.0, total_s=60.0, cpu_s=30, memory_bytes=2**30)

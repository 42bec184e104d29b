"""Warm parents that are forks of one: each serves its judge and survives others' submissions."""

import socket
import threading

import pytest

from ftlib.grading.classroom import job
from ftlib.grading.classroom.hatchery import hatchery
from ftlib.grading.grade import grade
from ftlib.grading.judge import Nursery
from ftlib.grading.submission import read

KILLER = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nos._exit(1)"


def hatched(mother: Nursery) -> Nursery:
    here, there = socket.socketpair()
    with there:
        mother.hatch(there)
    return Nursery.over(here, (), mother.protection)


@pytest.mark.parametrize("strategy", ["namespaces", "none"])
def test_hatched_parents_work_beside_each_other(project, notebook, right, limits, strategy):
    def run(nursery, *sources):
        submission = read(notebook(*sources))
        return grade(submission, "toy", project, nursery=nursery, limits=limits).earned

    with Nursery(strategies=[strategy]) as mother:
        one, other = hatched(mother), hatched(mother)
        with one, other:
            assert run(one, right) == run(other, right) == 5
            assert run(one, KILLER) == 0
            assert run(other, right) == run(one, right) == 5
            assert other.protection == mother.protection
        assert run(mother, right) == 5


def test_a_hatched_parent_that_dies_is_replaced(project, notebook, right, limits):
    with Nursery() as mother:
        child = hatched(mother)
    with child:  # its mother is gone, and it with her
        submission = read(notebook(right))
        assert grade(submission, "toy", project, nursery=child, limits=limits).earned == 5


def test_a_hatchery_gives_to_whoever_asks_and_ends(monkeypatch):
    monkeypatch.setattr(job, "_nurseries", {})
    before = threading.active_count()
    with hatchery(("numpy",)) as egg:
        egg.hatch()
        (nursery,) = job._nurseries.values()
        assert nursery.protection == egg.protection
        nursery.close()
    assert threading.active_count() == before
    monkeypatch.setattr(job, "_nurseries", {})
    egg.hatch()  # nobody answers any more: the process will start its own
    assert job._nurseries == {}

"""The run of a unit's tests: random inputs by seed, one task only, no memory of runs before."""

from types import SimpleNamespace

import numpy as np
import pytest

from ftlib.grading.running import run_tests

DRAWS = """
import numpy as np

from ftlib.grading import task

COUNT = [0]


@task("one")
def test_draw(student, rng):
    student.seen.append(rng.normal())


@task("other")
def test_draw_again(student, rng):
    COUNT[0] += 1
    student.seen.append(rng.normal())
    assert COUNT == [1]
"""


@pytest.fixture
def draws(tmp_path):
    path = tmp_path / "test_draws.py"
    path.write_text(DRAWS)

    def run(**options):
        student = SimpleNamespace(seen=[])
        results = run_tests([path], student, **options)
        return student.seen, [each.outcome for each in results]

    return run


def test_random_inputs_follow_the_seed_and_the_test_alone(draws):
    (first, second), outcomes = draws(seed=1)
    assert outcomes == ["passed", "passed"]
    assert first != second
    assert draws(seed=1) == ([first, second], outcomes)  # the module's own state began anew, too
    assert draws(seed=1, task="other")[0] == [second]
    assert draws(seed=2)[0] != [first, second]
    name = bytes.fromhex("17ec2eaf533a96ec")  # SHA-256 of "test_draw", its first 8 bytes
    assert first == np.random.default_rng([1, *name]).normal()

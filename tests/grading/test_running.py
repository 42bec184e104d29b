"""The run of a unit's tests: random inputs by seed, one task only, no memory of runs before.

A session that stands ready must not differ from one that is started for the run.
"""

import sys
import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest

from ftlib.grading import standing
from ftlib.grading.running import run_tests
from ftlib.grading.standing import Standing
from ftlib.grading.unit import UnitError

DRAWS = """
import numpy as np
import pytest

from ftlib.grading import task

COUNT = [0]


@pytest.fixture
def doubled(student):
    return 2 * student.number


@task("one")
def test_draw(student, rng):
    student.seen.append(rng.normal())


@task("other")
def test_draw_again(student, rng):
    COUNT[0] += 1
    student.seen.append(rng.normal())
    assert COUNT == [1]


@task("other")
def test_own_fixture(student, doubled, capsys):
    print("heard")
    assert capsys.readouterr().out == "heard\\n"
    assert doubled == 2 * student.number
"""
HIDDEN = """
from ftlib.grading import task


@task("one")
def test_draw(student):
    assert student.number > 0, "the number is not positive"
"""


@pytest.fixture(params=["started", "standing"])
def run(request):
    """Both ways to run tests."""
    if request.param == "started":
        yield run_tests
        return
    session = Standing()
    yield session.run
    session.close()


@pytest.fixture
def draws(tmp_path, run):
    path = tmp_path / "test_draws.py"
    path.write_text(DRAWS)

    def tried(**options):
        student = SimpleNamespace(seen=[], number=4)
        results = run([path], student, **options)
        return student.seen, [each.outcome for each in results]

    return tried


def test_random_inputs_follow_the_seed_and_the_test_alone(draws):
    (first, second), outcomes = draws(seed=1)
    assert outcomes == ["passed"] * 3
    assert first != second
    assert draws(seed=1) == ([first, second], outcomes)  # the module's own state began anew, too
    assert draws(seed=1, task="other")[0] == [second]
    assert draws(seed=2)[0] != [first, second]
    name = bytes.fromhex("17ec2eaf533a96ec")  # SHA-256 of "test_draw", its first 8 bytes
    assert first == np.random.default_rng([1, *name]).normal()


def test_hidden_tests_are_marked_and_a_failure_is_told(tmp_path, run):
    public, secret = tmp_path / "test_draws.py", tmp_path / "hidden" / "test_draws_hidden.py"
    secret.parent.mkdir()
    public.write_text(DRAWS)
    secret.write_text(HIDDEN)
    for number, expected in ((1, "passed"), (-1, "failed"), (1, "passed")):
        student = SimpleNamespace(seen=[], number=number)
        results = run([public], student, hidden=[secret])
        assert [(each.hidden, each.outcome) for each in results] == [
            *[(False, "passed")] * 3,
            (True, expected),
        ]
        if expected == "failed":
            assert "the number is not positive" in results[-1].message


def test_a_file_that_cannot_be_run_is_an_error_and_the_next_one_is_not(tmp_path, run):
    broken, sound = tmp_path / "a" / "test_broken.py", tmp_path / "b" / "test_sound.py"
    for path, text in ((broken, "import nothing_of_this_name"), (sound, HIDDEN)):
        path.parent.mkdir()
        path.write_text(text)
    student = SimpleNamespace(number=1)
    with pytest.raises(UnitError, match=r"tests of a cannot be run: .*nothing_of_this_name"):
        run([broken], student)
    with pytest.raises(UnitError, match="tests of a cannot be run"):
        run([broken.with_name("test_absent.py")], student)
    assert [each.outcome for each in run([sound], student)] == ["passed"]
    sound.write_text(HIDDEN.replace("> 0", "< 0"))  # the file as it is now, not as it was
    assert [each.outcome for each in run([sound], student)] == ["failed"]


@pytest.mark.parametrize("what", ["raise KeyboardInterrupt", "pytest.exit('enough')"])
def test_an_interruption_goes_through_and_leaves_nothing_behind(tmp_path, run, what):
    path = tmp_path / "test_sound.py"
    student = SimpleNamespace(number=1)
    path.write_text(f"import pytest\n{HIDDEN}".replace("assert student", f"{what}; student"))
    with pytest.raises(KeyboardInterrupt):
        run([path], student)
    path.write_text(HIDDEN)
    assert [each.outcome for each in run([path], student)] == ["passed"]


def test_streams_and_modules_are_as_they_were(tmp_path, run):
    path = tmp_path / "test_sound.py"
    path.write_text(HIDDEN)
    before = sys.stdout, sys.stderr, set(sys.modules)
    run([path], SimpleNamespace(number=1))
    assert before[:2] == (sys.stdout, sys.stderr)
    assert not [name for name in set(sys.modules) - before[2] if "test_sound" in name]


def test_streams_stay_where_pytest_starts_before_anything_else_goes_on(tmp_path, monkeypatch):
    class Eager(threading.Thread):
        def start(self):
            now, end = sys.stdout, time.monotonic() + 2
            super().start()
            while sys.stdout is now and time.monotonic() < end:
                pass  # until pytest has taken the stream for itself

    monkeypatch.setattr(standing.threading, "Thread", Eager)
    path = tmp_path / "test_sound.py"
    path.write_text(HIDDEN)
    before = sys.stdout, sys.stderr
    session = Standing()
    session.run([path], SimpleNamespace(number=1))
    assert before == (sys.stdout, sys.stderr)
    session.close()
    assert before == (sys.stdout, sys.stderr)


def test_a_session_is_given_up_in_time_and_keeps_no_submission(tmp_path, monkeypatch):
    monkeypatch.setattr(standing, "_RUNS", 3)
    path = tmp_path / "test_sound.py"
    path.write_text(HIDDEN)
    session = Standing()
    threads = []
    for _ in range(7):
        assert session.run([path], SimpleNamespace(number=1))[0].outcome == "passed"
        threads.append(session._thread)
    assert [each is None for each in threads] == [False, False, True] * 2 + [False]
    assert session._recorder.results == []
    assert session._recorder._student is None
    session.close()

"""Submissions of every kind: what each earns is known beforehand, and the judge survives them."""

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from ftlib.grading.grade import as_record, grade, nothing, unit_of, write_record
from ftlib.grading.judge import Nursery, Stopped
from ftlib.grading.proxy import Remote
from ftlib.grading.submission import SubmissionError, find, read


@pytest.fixture
def graded(project, notebook, nursery, limits):
    """Grade a notebook of these cells against all tests of the toy unit."""

    def run(*sources: str):
        return grade(read(notebook(*sources)), "toy", project, nursery=nursery, limits=limits)

    return run


def earned(result) -> dict[str, int]:
    return {each.task.name: each.earned for each in result.tasks}


def messages(result) -> str:
    return "\n".join([t.message for each in result.tasks for t in each.tests] + [*result.notes])


FULL = {"mean_square": 2, "centred": 3}
NOTHING = {"mean_square": 0, "centred": 0}
FIRST_ONLY = {"mean_square": 2, "centred": 0}
MEAN_SQUARE = """
def mean_square(x):
    if len(x) == 0:
        raise ValueError("empty")
    return float((x * x).mean())
"""


def test_right_answers_get_all_points(graded, right):
    result = graded(right)
    assert earned(result) == FULL
    assert result.notes == ()
    assert [test.hidden for test in result.of("centred").tests] == [False, False, True]


def test_hidden_tests_can_be_left_out(project, notebook, nursery, right):
    result = grade(read(notebook(right)), "toy", project, hidden=False, nursery=nursery)
    assert not any(test.hidden for task in result.tasks for test in task.tests)


def test_an_answer_made_for_the_public_tests_fails_the_hidden_ones(graded, right):
    hard_coded = "def centred(x):\n    return {3: [-2.0, -1.0, 3.0]}.get(len(x), x)"
    result = graded(right, hard_coded)
    assert earned(result) == FIRST_ONLY
    assert [test.outcome for test in result.of("centred").tests] == ["passed", "passed", "failed"]


def test_changing_the_argument_is_seen_across_the_process(graded, right):
    result = graded(right, "def centred(x):\n    x -= x.mean()\n    return x")
    assert earned(result) == FIRST_ONLY
    assert "changed its argument in place" in messages(result)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("while True: pass", "took longer than 2 s"),
        ("import os; os._exit(0)", "ended its own process (exit code 0)"),
        ("import os; os._exit(7)", "ended its own process (exit code 7)"),
        ("import sys; sys.exit()", "SystemExit\nin cell 2, line 2"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "SIGSEGV"),
        ("import ctypes; ctypes.string_at(0)", "SIGSEGV"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "killed"),
        ("import os, signal; os.kill(os.getppid(), signal.SIGKILL)", ""),
        ("return bytearray(8 * 2**30)", "MemoryError"),
        ("return [0] * 10**9", "MemoryError"),
        ("import os; os.closerange(0, 1000)", "ended its own process"),
        ("import os; [os.write(f, b'\\0' * 50) for f in range(3, 9)]", "what is no answer"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("import pytest; pytest.skip('nothing to see')", "nothing to see"),
        ("import pytest; pytest.xfail('nothing to see')", "nothing to see"),
        ("import pytest; pytest.exit('all is well', 0)", "all is well"),
        ("raise NotImplementedError('Task centred: x')", "not attempted"),
        ("return (i for i in x)", "no plain value"),
        ("return centred", "no plain value"),
        ("return 'a' * 10**8", "too large"),
        ("l = []; l.append(l); return l", "nested too deeply"),
        ("return centred(x)", "RecursionError"),
        ("return None", "return"),
        ("open('big', 'wb').write(b'0' * 10**8)", "OSError"),
    ],
)
def test_one_bad_function_costs_its_own_task_only(graded, code, said):
    start = time.monotonic()
    result = graded(MEAN_SQUARE, f"def centred(x):\n    {code}")
    assert earned(result) == FIRST_ONLY
    assert said in messages(result)
    assert time.monotonic() - start < 30


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("def centred(x) return x", "cell 2 failed with SyntaxError"),
        ("import no_such_package\ndef centred(x): return x - x.mean()", "ModuleNotFoundError"),
        ("1 / 0\ndef centred(x): return x - x.mean()", "cell 2 failed with ZeroDivisionError"),
        ("while True: pass", "cell 2 took longer than 3 s"),
        ("import os; os._exit(3)", "cell 2 ended its own process (exit code 3)"),
        ("(" * 5000 + ")" * 5000, "cell 2 failed with"),
        ("raise SystemExit", "cell 2 failed with SystemExit"),
    ],
)
def test_a_cell_that_fails_does_not_take_the_others_along(graded, cell, said):
    result = graded(MEAN_SQUARE, cell)
    assert earned(result) == FIRST_ONLY
    assert any(said in note for note in result.notes)
    result = graded(cell, MEAN_SQUARE)
    assert earned(result) == FIRST_ONLY


def test_a_missing_function_is_explained_by_the_cell_that_should_define_it(graded):
    result = graded(MEAN_SQUARE, "def centred(x) return x")
    assert "no 'centred' in the submission: cell 2 failed" in messages(result)


def test_a_deleted_cell(graded):
    result = graded(MEAN_SQUARE)
    assert earned(result) == FIRST_ONLY
    assert "was its cell deleted" in messages(result)


def test_a_doubled_cell_counts_as_it_was_run_last(graded, right):
    result = graded("def centred(x):\n    return x", right)
    assert earned(result) == FULL
    assert result.notes == ("'centred' is defined in 2 cells; the last one counts",)
    assert earned(graded(right, "def centred(x):\n    return x")) == FIRST_ONLY


def test_noise_costs_nothing(graded, right):
    noise = (
        "import os, sys, warnings\nprint('x' * 10**6)\nprint('no', file=sys.stderr)\n"
        "os.write(1, b'{}')\nos.write(2, b'{}')\nwarnings.warn('hear, hear')"
    )
    loud = right.replace("return", "print('here', flush=True)\n    return")
    assert earned(graded(noise, right, noise, loud)) == FULL


def test_magics_and_checks_are_left_out(graded, right):
    cells = ["%matplotlib inline\n!pip list\nx = 1", "%%bash\nexit 1", "%%time\n" + right]
    result = graded(*cells, 'check("centred")', "check()\nprint(check)", "x?")
    assert earned(result) == FULL
    assert result.notes == ()


LIAR = """
class Liar(float):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __sub__(self, other): return 0.0
    def __rsub__(self, other): return 0.0
    def __abs__(self): return 0.0
    def __le__(self, other): return True
    def __array__(self, *a, **k): return __import__("numpy").array(5.0)
"""


@pytest.mark.parametrize(
    "attack",
    [
        LIAR + "def mean_square(x): return Liar(1)\ndef centred(x): return [Liar(0) for _ in x]",
        "import numpy as np\nnp.allclose = np.isclose = lambda *a, **k: True\n"
        "np.abs = lambda x: 0 * x\ndef mean_square(x): return 1.0\ndef centred(x): return x",
        "from ftlib.grading import expect\nfor n in expect.__all__:\n"
        "    setattr(expect, n, lambda *a, **k: None)\n"
        "def mean_square(x): return 1.0\ndef centred(x): return x",
        "import _pytest.runner, pytest\n_pytest.runner.call_and_report = lambda *a, **k: None\n"
        "def mean_square(x): return 1.0\ndef centred(x): return x",
        # reads its callers' frames for an expected value
        "import sys\ndef look():\n    f = sys._getframe(2)\n    while f:\n"
        "        for v in f.f_locals.get('want', ()) or ():\n            return v\n"
        "        f = f.f_back\ndef mean_square(x): return look()\ndef centred(x): return look()",
        # sends answers of its own through the worker's channel
        "from ftlib.grading import wire\nimport os\nf = wire.pack({'id': 3, 'earned': 5})\n"
        "def mean_square(x):\n    os.write(3, f)\n    return 5.0\ncentred = mean_square",
        "import ftlib.grading.worker as w\nw._answer = lambda m, r: {'outcome': 'passed'}\n"
        "def mean_square(x): return 1.0\ndef centred(x): return x",
        "def mean_square(x): raise AssertionError\ndef centred(x): raise StopIteration",
    ],
)
def test_forgery_earns_nothing(graded, attack):
    assert earned(graded(attack)) == NOTHING


def test_nothing_a_submission_patched_reaches_the_next(graded, right):
    patch = "import numpy as np\nnp.ndarray = np.mean = None\nimport builtins\nbuiltins.float = str"
    assert earned(graded(patch)) == NOTHING
    assert earned(graded(right)) == FULL


def _alive(mark: str) -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark.encode() in entry.read_bytes():
                found.append(entry.parent.name)
        except OSError:
            continue
    return found


def test_children_are_killed_even_in_sessions_of_their_own(graded):
    mark = f"sleeper-{os.getpid()}"
    spawn = (
        "import subprocess, sys\n"
        f"command = [sys.executable, '-c', 'import time; time.sleep(600)', '{mark}']\n"
        "for new in (False, True):\n    subprocess.Popen(command, start_new_session=new)\n"
        "def centred(x):\n    subprocess.Popen(command, start_new_session=True)\n    return x"
    )
    assert earned(graded(MEAN_SQUARE, spawn)) == FIRST_ONLY
    assert _alive(mark) == []


def test_a_loss_of_many_numbers_is_not_compiled_anew_in_each_worker(graded, right):
    """It would take longer than a cell may."""
    loss = """
import sys
import torch
from ftlib.losses.torch import binary_cross_entropy_with_logits

z = torch.zeros(70_000, requires_grad=True)
binary_cross_entropy_with_logits(z, torch.ones(70_000)).backward()
assert "numba" not in sys.modules
"""
    result = graded(right, loss)
    assert earned(result) == FULL
    assert result.notes == ()


def test_the_worker_finds_neither_environment_nor_streams(graded, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "abc")
    peep = (
        "import os\ndef mean_square(x):\n    seen = os.environ.get('SECRET_TOKEN')\n"
        "    raise RuntimeError(f'{seen} {os.listdir()} {sorted(os.listdir(\"/proc/self/fd\"))}')"
    )
    said = messages(graded(peep))
    assert "RuntimeError: None [] ['0', '1', '2', '3'" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not json", "is not a notebook"),
        (b"[]", "is not a notebook"),
        (b'{"cells": 3}', "is not a notebook"),
        (b'{"cells": [{"cell_type": "code"}]}', "is not a notebook"),
        (b'{"cells": [{"cell_type": "code", "source": [1]}]}', "is not a notebook"),
        (b"[" * 100_000, "is not a notebook"),
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"", "is not a notebook"),
    ],
)
def test_a_notebook_that_is_none(tmp_path, content, said):
    path = tmp_path / "notebook.ipynb"
    path.write_bytes(content)
    with pytest.raises(SubmissionError, match=said):
        read(path)


def test_a_python_file_and_its_cells(project, tmp_path, nursery, right):
    path = tmp_path / "toy.py"
    path.write_text(f"# %% first\n{right}\n# %% second\ndef broken(:\n")
    result = grade(read(path), "toy", project, nursery=nursery)
    assert earned(result) == FULL
    assert result.notes[0].startswith("cell 3 failed with SyntaxError")


def test_a_folder_names_its_submission_or_is_refused(tmp_path):
    with pytest.raises(SubmissionError, match="holds no notebook"):
        find(tmp_path, "toy")
    (tmp_path / "a.py").touch()
    assert find(tmp_path, "toy").name == "a.py"
    (tmp_path / "b.py").touch()
    with pytest.raises(SubmissionError, match=r"several files \(a.py, b.py\)"):
        find(tmp_path, "toy")
    (tmp_path / "toy.py").touch()
    assert find(tmp_path, "toy").name == "toy.py"
    with pytest.raises(SubmissionError, match="does not exist"):
        find(tmp_path / "none", "toy")


def test_the_unit_is_read_from_name_or_start(tmp_path, notebook):
    assert unit_of(tmp_path / "toy.py", ["toy"]) == "toy"
    path = notebook('check = start("toy")', name="mine.ipynb")
    assert unit_of(path, ["toy", "other"]) == "toy"
    with pytest.raises(SubmissionError, match="use --unit"):
        unit_of(notebook("x = 1", name="mine.ipynb"), ["toy"])


def test_answers_find_the_models_and_data_of_the_book():
    from ftlib.assets.cache import cache_root
    from ftlib.grading.judge import _environment

    assert _environment()["FTLIB_CACHE"] == str(cache_root())


TORCH = """
import torch

def accumulate(weights):
    (weights**3).sum().backward()

def trained(seed):
    torch.manual_seed(seed)
    layer = torch.nn.Linear(4, 2)
    optimiser = torch.optim.SGD(layer.parameters(), lr=0.1)
    layer(torch.ones(3, 4)).pow(2).mean().backward()
    optimiser.step()
    return layer.weight

def appended(items, table):
    items.append(len(items))
    items[0][:] = 7
    table["new"] = items.pop(1)
"""


def test_torch_and_changed_arguments_across_the_process(notebook, limits):
    submission = read(notebook(TORCH))
    with Nursery(submission.imports()) as nursery:
        remote = Remote(submission, nursery, replace(limits, call_s=30))
        student = remote.student
        weights = torch.tensor([1.0, 2.0], requires_grad=True)
        student.accumulate(weights)
        student.accumulate(weights=weights)
        assert weights.grad.tolist() == [6.0, 24.0]  # twice 3w², as gradients accumulate
        assert torch.equal(student.trained(3), student.trained(3))
        assert not torch.equal(student.trained(3), student.trained(4))
        array, table = np.zeros(2), {"old": 1}
        items = [array, "gone"]
        student.appended(items, table)
        assert items == [array, 2]
        assert array.tolist() == [7.0, 7.0]  # the caller's own array, inside its own list
        assert table == {"old": 1, "new": "gone"}
        with pytest.raises(Stopped, match="passes what cannot be sent"):
            student.trained(object())
        remote.close()


def test_total_time_is_limited(project, notebook, nursery, limits):
    slow = "import time\ndef mean_square(x): time.sleep(1)\ndef centred(x): time.sleep(1)"
    start = time.monotonic()
    short = replace(limits, total_s=2.5)
    result = grade(read(notebook(slow)), "toy", project, nursery=nursery, limits=short)
    assert time.monotonic() - start < 8
    assert "has used up its" in messages(result)
    assert earned(result) == NOTHING


def test_grades_do_not_vary_and_are_written_in_one_piece(graded, project, tmp_path):
    attempt = "import random\ndef centred(x): raise ValueError(f'{object()}')"
    one, other = (as_record(graded(attempt), "s") for _ in range(2))
    assert one == other
    path, elsewhere = tmp_path / "grade.json", tmp_path / "elsewhere"
    elsewhere.write_text("precious")
    path.symlink_to(elsewhere)
    write_record(nothing("toy", project, "not a notebook"), "s", path)
    assert elsewhere.read_text() == "precious"
    record = json.loads(path.read_text())
    assert (record["earned"], record["points"]) == (0, 5)
    assert record["notes"] == ["not a notebook"]


def test_one_task_cannot_take_the_time_of_the_others(project, notebook, nursery, limits, right):
    """Calls of 1 s each are allowed; together they are more than a task may take."""
    slow = "import time\ndef mean_square(x):\n    time.sleep(1.0)\n    return float((x * x).mean())"
    short = replace(limits, task_s=1.5)
    result = grade(read(notebook(right, slow)), "toy", project, nursery=nursery, limits=short)
    assert earned(result) == {"mean_square": 0, "centred": 3}
    outcomes = [test.outcome for test in result.of("mean_square").tests]
    assert outcomes[0] == "passed"
    assert "failed" in outcomes
    assert "the task has used up its 2 s" in messages(result) or "took longer" in messages(result)


def test_processor_time_is_counted_for_each_task(project, notebook, nursery, limits, right):
    """A thread that goes on working after the answer is charged to the task that started it."""
    busy = """
import threading

def mean_square(x):
    def work():
        while True:
            pass
    threading.Thread(target=work, daemon=True).start()
    if len(x) == 0:
        raise ValueError("empty")
    import time
    time.sleep(1.8)
    return float((x * x).mean())
"""
    short = replace(limits, task_cpu_s=1, call_s=8.0)
    result = grade(read(notebook(right, busy)), "toy", project, nursery=nursery, limits=short)
    assert earned(result) == {"mean_square": 0, "centred": 3}
    assert "more processor time than one task may" in messages(result)

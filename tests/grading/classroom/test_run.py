"""A class is graded: whatever one submission does, the others get what they earned."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ftlib.grading.classroom import grade_class
from ftlib.grading.classroom.job import Unprotected, protected
from ftlib.grading.classroom.record import Record, RecordError
from ftlib.grading.classroom.write import write_class
from ftlib.grading.judge import Limits
from ftlib.grading.sandbox import Protection
from ftlib.grading.submission import SubmissionError
from ftlib.grading.unit import UnitError

HOSTILE = """
import os, signal
os.kill(os.getppid(), signal.SIGKILL)
for number in range(3, 64):
    try:
        os.write(number, b'{"earned": 5}\\n')
    except OSError:
        pass
os._exit(0)
"""
HALF = "def centred(x):\n    return x - x.mean()\n"
EARNED = {"ann": 5, "ben": 3, "cyd": 0, "dan": 0, "Eve Å": 5}


@pytest.fixture
def classroom(tmp_path, right) -> Path:
    """Five students: two right, one half, one hostile, one with a file that is no notebook."""
    folder = tmp_path / "class"
    folder.mkdir()
    texts = {"ann.py": right, "ben.py": HALF, "cyd.py": HOSTILE, "dan.ipynb": "no notebook"}
    for name, text in {**texts, "Eve Å.py": right + "\n"}.items():
        (folder / name).write_text(text)
        os.utime(folder / name, (1_770_000_000, 1_770_000_000))
    return folder


@pytest.fixture
def run(classroom, project, tmp_path, limits):
    """Grade the class in threads of this process (its warm parent serves all tests)."""

    def grade(**options):
        with ThreadPoolExecutor(2) as executor:
            options = {"unit": "toy", "limits": limits, "executor": executor, **options}
            return grade_class(classroom, project, tmp_path / "out", **options)

    return grade


def earned(graded) -> dict[str, int]:
    return {each.handed.student: each.result["earned"] for each in graded.graded}


def test_each_student_gets_what_was_earned(run):
    seen = []
    graded = run(progress=lambda done, of: seen.append((done, of)))
    assert earned(graded) == EARNED
    assert seen == [(k, 5) for k in range(1, 6)]
    assert not any(each.failure for each in graded.graded)
    by_name = {each.handed.student: each.result for each in graded.graded}
    assert by_name["dan"]["notes"] == ["dan.ipynb is not a notebook (nbformat 4)"]
    assert "cell 1" in by_name["cyd"]["notes"][0] or "the file" in by_name["cyd"]["notes"][0]
    assert all("protected by" in text for text in graded.protections())


def test_only_what_has_changed_is_graded_again(run, classroom, project, right):
    assert run().anew == 5
    assert run().anew == 0
    (classroom / "ben.py").write_text(right + "# better\n")
    graded = run()
    assert graded.anew == 1
    assert earned(graded) == {**EARNED, "ben": 5}
    assert run(seed=1).anew == 5
    tests = project / "exercises" / "toy" / "test_toy.py"
    tests.write_text(tests.read_text() + "\n# another comment\n")
    assert run().anew == 5


def test_equal_texts_are_graded_once_and_belong_to_both(run, classroom):
    (classroom / "fay.py").write_text((classroom / "ben.py").read_text())
    seen = []
    graded = run(progress=lambda done, of: seen.append(of))
    assert seen[-1] == 5
    assert earned(graded) == {**EARNED, "fay": 3}
    assert {each.result["submission"] for each in graded.graded} >= {"ben.py", "fay.py"}


def test_one_task_is_graded_again_and_the_others_stay(run, project, tmp_path):
    run()
    tests = project / "exercises" / "toy" / "test_toy.py"
    tests.write_text(tests.read_text().replace("[-2.0, -1.0, 3.0]", "[0.0, 0.0, 0.0]"))
    hidden = project / "solutions" / "toy" / "hidden" / "test_toy_hidden.py"
    hidden.write_text(hidden.read_text().replace("/ 50", "/ 51"))  # would fail mean_square, too
    graded = run(regrade="centred")
    assert earned(graded) == {"ann": 2, "ben": 0, "cyd": 0, "dan": 0, "Eve Å": 2}
    assert run().anew == 0
    with pytest.raises(UnitError, match="has a task 'centered'; did you mean 'centred'"):
        run(regrade="centered")


def test_a_torn_record_goes_on_and_a_foreign_file_is_refused(run, tmp_path):
    run()
    path = tmp_path / "out" / "record.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    graded = run()
    assert (graded.anew, earned(graded)) == (1, EARNED)
    path.write_text("precious\nthings\n")
    with pytest.raises(RecordError, match="line 1"):
        run()
    assert path.read_text() == "precious\nthings\n"


def test_two_runs_do_not_write_into_one_record(run, tmp_path):
    def meddle(done: int, of: int) -> None:
        with pytest.raises(RuntimeError, match="another run is grading"):
            run()

    run(progress=meddle)


@pytest.mark.parametrize(
    ("options", "said"),
    [({"unit": "toi"}, "did you mean 'toy'"), ({"jobs": 0, "executor": None}, "jobs is 0")],
)
def test_bad_arguments(run, options, said):
    with pytest.raises(ValueError, match=said):
        run(**options)


def test_an_empty_folder(project, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(SubmissionError, match="holds no submission"):
        grade_class(tmp_path / "empty", project, tmp_path / "out")


def test_the_number_of_jobs_changes_no_byte(run, project, tmp_path):
    books = []
    for jobs in (1, 3):
        graded = run(jobs=jobs, executor=None)
        (tmp_path / "out" / "record.jsonl").unlink()
        write_class(graded, project, tmp_path / "out")
        made = tmp_path / "out" / "toy"
        files = [p for p in sorted(made.rglob("*")) if p.is_file()]
        timed = ("times.csv", "report.html")
        books.append({p.name: p.read_bytes() for p in files if p.name not in timed})
    assert books[0] == books[1]
    assert len(books[0]) == 18  # 7 files, 5 pages and an index, 5 for Gradescope
    assert earned(graded) == EARNED


def test_a_judge_that_dies_takes_one_submission_along(run, project, classroom):
    tests = project / "exercises" / "toy" / "test_toy.py"
    fatal = "\n\n@task('centred')\ndef test_fatal(student):\n    import os\n"
    fatal += "    if student.centred(np.zeros(1))[0] == 666: os._exit(1)\n"
    tests.write_text(tests.read_text() + fatal)
    (classroom / "fay.py").write_text("import numpy as np\ndef centred(x): return x + 666.0\n")
    graded = run(jobs=2, executor=None)
    failures = {each.handed.student: each.failure for each in graded.graded}
    assert failures == {**dict.fromkeys(EARNED, ""), "fay": "the grading process died"}
    assert earned(graded) == {**EARNED, "fay": 0}
    assert run(jobs=1, executor=None).anew == 1  # what was not graded is tried again


SLOW = "import time\ntime.sleep(0.25)\n"


def test_a_killed_run_goes_on_and_leaves_no_process(classroom, project, tmp_path, right):
    for number in range(5):
        (classroom / f"s{number}.py").write_text(f"# {number}\n{SLOW}{right}")
    record = tmp_path / "out" / "record.jsonl"
    start = "import typer; from ftlib.grading.classroom.cli import grade; typer.run(grade)"
    command = [sys.executable, "-c", start, str(classroom), "--unit", "toy"]
    command += ["--root", str(project), "--output", str(tmp_path / "out"), "--jobs", "2"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 120
    while time.monotonic() < end and (not record.exists() or record.read_bytes().count(b"\n") < 4):
        time.sleep(0.01)
    below = _below(process.pid)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert below
    with Record(record) as left:
        done = len(left.entries)
    assert 3 <= done < 10
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert f"10 submissions; {10 - done} graded now, {done} as recorded" in again.stdout
    while time.monotonic() < end and any(_alive(pid) for pid in below):
        time.sleep(0.05)
    assert not any(_alive(pid) for pid in below)


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _alive(pid: int) -> bool:
    return (_stat(pid) or "Z")[0] != "Z"


def _below(root: int) -> set[int]:
    found, count = {root}, 0
    while len(found) > count:
        count = len(found)
        for entry in Path("/proc").glob("[0-9]*"):
            fields = _stat(int(entry.name))
            if fields and int(fields[1]) in found:
                found.add(int(entry.name))
    return found - {root}


class _Bare:
    protection = Protection(("identity",))


def test_without_the_required_walls_nothing_is_graded():
    assert "level limits" in protected(_Bare(), None)
    with pytest.raises(Unprotected, match="'confined' is required, and this machine has less"):
        protected(_Bare(), "confined")


def test_a_cluster_grades_the_class(run, monkeypatch):
    from dask.distributed import Client, LocalCluster

    cluster = LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    )
    with cluster, Client(cluster) as client:
        graded = run(executor=client.get_executor(), limits=Limits(call_s=10, cell_s=20))
    assert earned(graded) == EARNED

"""The audit of a unit finds each way in which its grading can be unsound."""

from pathlib import Path

import pytest

from ftlib.grading.auditing.audit import audit, imports


def test_the_toy_unit_is_sound(project):
    assert audit("toy", project) == []


def test_what_the_answers_import_is_known(project):
    (project / "solutions/toy/unusual/by_torch.py").write_text("import torch.optim\n")
    (project / "solutions/toy/wrong/by_name.py").write_text("import keras\n")
    found = imports(["toy", "no_such_unit"], project)
    assert found >= {"numpy", "torch", "torch._dynamo", "keras"}
    assert "torch._dynamo" not in imports(["optimisers"], Path(__file__).parents[2])


def test_a_parent_that_was_given_lives_on(project, nursery):
    audit("toy", project, nursery=nursery)
    assert nursery.protection.measures
    assert nursery._process.poll() is None


PUBLIC, HIDDEN = "exercises/toy/test_toy.py", "solutions/toy/hidden/test_toy_hidden.py"
WRONG, UNUSUAL = "solutions/toy/wrong/", "solutions/toy/unusual/"
STRAY = '\n\n@task("other")\ndef test_other(student):\n    pass\n'
ALWAYS = '\n\n@task("centred")\ndef test_nothing(student):\n    pass\n'
CASES = {
    "a wrong answer that gets points": (
        WRONG + "median.py",
        lambda text: text.replace("np.median", "np.mean"),
        "wrong/median.py is wrong and gets full points in centred",
    ),
    "a wrong answer that does not even run": (
        WRONG + "median.py",
        lambda text: text + "\n1 / 0\n",
        "wrong/median.py does not run",
    ),
    "a wrong answer that names no task": (
        WRONG + "median.py",
        lambda text: text.replace('"centred"', '"center"'),
        "wrong/median.py names no task",
    ),
    "a wrong answer that does not say what is wrong": (
        WRONG + "median.py",
        lambda text: text.split("\n", 1)[1],
        "wrong/median.py does not say",
    ),
    "an unusual answer that is refused": (
        UNUSUAL + "a_list.py",
        lambda text: text.replace("value - mean", "mean - value"),
        "unusual/a_list.py is right and fails test_centred_values",
    ),
    "a test that passes the stub": (
        PUBLIC,
        lambda text: text + ALWAYS,
        "the untouched stub passes test_nothing",
    ),
    "a reference that fails": (
        HIDDEN,
        lambda text: text.replace("/ 50)", "/ 49)"),
        "the reference answer fails test_random_entries",
    ),
    "a test of no task": (PUBLIC, lambda text: text + STRAY, "other: tests name this task"),
    "a task without hidden tests": (
        HIDDEN,
        lambda text: text.replace('@task("centred")', '@task("mean_square")'),
        "centred: no hidden test",
    ),
    "an answer that leaks": (
        PUBLIC,
        lambda text: text + "\n# middle_of_all = np.mean(x)\n",
        "of the answer stands in exercises/toy/test_toy.py",
    ),
    "too few wrong answers": (WRONG + "median.py", None, "2 answers in wrong/, at least 3"),
    "no unusual answer": (UNUSUAL + "loop.py", None, "0 answers in unusual/, at least 1"),
}


@pytest.mark.parametrize("name", CASES)
def test_each_flaw_is_found(project, name, nursery):
    file, change, said = CASES[name]
    path = project / file
    if change is None:
        path.unlink()
    else:
        text = path.read_text()
        assert change(text) != text
        path.write_text(change(text))
    problems = audit("toy", project, nursery=nursery)
    assert any(said in problem for problem in problems), problems


def test_a_test_that_cannot_even_be_set_up_has_not_passed(project, nursery):
    path = project / PUBLIC
    text = path.read_text()
    path.write_text(text + ALWAYS.replace("student", "student, no_such_fixture"))
    problems = audit("toy", project, nursery=nursery)
    assert any("the reference answer fails test_nothing" in problem for problem in problems)

"""Mutants of reference answers: each is a mistake, and a survivor is found and killed."""

import ast

import pytest

from ftlib.grading.auditing.mutants import mutants
from ftlib.grading.auditing.mutation import mutation_score
from ftlib.grading.auditing.trial import Answer, try_all
from ftlib.grading.grade import hidden_tests
from ftlib.grading.source import parse, source_path
from ftlib.grading.submission import Cell, Submission
from ftlib.grading.unit import tests_of as public_tests


def toy(project, body):
    """The toy unit with another reference answer to `centred`."""
    path = source_path(project, "toy")
    text = path.read_text()
    old = "    middle_of_all = np.mean(x)\n    return x - middle_of_all\n"
    assert old in text
    path.write_text(text.replace(old, body))
    return parse(path)


def changes(source, task="centred"):
    """The mistakes in one task, each with a line that it makes."""
    return {
        (each.mistake, line[1:].strip())
        for each in mutants(source)
        if each.task == task
        for line in each.diff.splitlines()
        if line.startswith("+")
    }


@pytest.mark.parametrize(
    ("line", "mistake", "mutant"),
    [
        ("y = x.sum(axis=0) / len(x)", "another function", "y = x.mean(axis=0) / len(x)"),
        ("y = x.sum(axis=0) / len(x)", "another axis", "y = x.sum(axis=1) / len(x)"),
        ("y = x.sum(axis=0) / len(x)", "operand left out", "y = (x.sum(axis=0))"),
        ("y = x.max(0, keepdims=True)", "keyword left out", "y = x.max(0)"),
        ("y = x.max(0, keepdims=True)", "another function", "y = x.min(0, keepdims=True)"),
        ("y = x.max(0, keepdims=True)", "ReplaceTrueWithFalse", "y = x.max(0, keepdims=False)"),
        ("y = x[1:]", "slice off by one", "y = x[(1) + 1:]"),
        ("y = x[:-1]", "slice off by one", "y = x[:(-1) - 1]"),
        ("y = [x[i] for i in range(3)]", "range off by one", "y = [x[i] for i in range(1, 3)]"),
        ("y = [v for v in x if v > 0]", "condition left out", "y = [v for v in x]"),
        ("y = [v for v in x]", "loop too short", "y = [v for v in list(x)[1:]]"),
        ("y = x.copy()", "method left out", "y = x"),
        ("y = x.detach()", "method left out", "y = x"),
        ("y = x - 1.0", "in place", "x -= 1.0; y = x"),
        ("y = x - 1.0", "operands swapped", "y = (1.0 - x)"),
        ("y = x // 2", "ReplaceBinaryOperator_FloorDiv_Div", "y = x / 2"),
        ("y = x / 2", "ReplaceBinaryOperator_Div_FloorDiv", "y = x // 2"),
        ("y = x / 2", "doubled", "y = x / 4"),
        ("y = x / 2", "NumberReplacer", "y = x / 1"),
        ("y = x < 2", "ReplaceComparisonOperator_Lt_LtE", "y = x <= 2"),
        ("y = np.sqrt(x) + 1e-8", "epsilon moved", "y = np.sqrt(x + 1e-08)"),
        ("y = np.sqrt(x + 1e-8)", "epsilon moved", "y = (np.sqrt(x) + 1e-08)"),
        ("y = np.log(x)", "another function", "y = np.log2(x)"),
        ("y = np.abs(x)", "function left out", "y = (x)"),
        ("y = np.power(x, 2)", "arguments swapped", "y = np.power(2, x)"),
        ("y = x.T @ x", "transpose left out", "y = x @ x"),
        ("y = 0\n    y += x", "set for added", "y = x"),
        ("y = 0\n    y += x", "statement left out", "pass"),
        ("y = 1 if len(x) else 2", "one branch only", "y = (2)"),
    ],
)
def test_a_mistake_is_made(project, line, mistake, mutant):
    source = toy(project, f"    {line}\n    return y\n")
    assert (mistake, mutant) in changes(source)


def test_results_change_sign_and_place(project):
    source = toy(project, "    return np.mean(x), x\n")
    lines = {line for _, line in changes(source)}
    assert {"return -(np.mean(x)), x", "return x, np.mean(x)"} <= lines


def test_every_mutant_is_valid_python_and_differs_inside_the_region_only(project):
    source = parse(source_path(project, "toy"))
    found = list(mutants(source))
    assert len({each.digest for each in found}) == len(found) > 20
    for each in found:
        assert ast.dump(ast.parse(each.source)) != ast.dump(ast.parse(source.answers[each.task]))
        assert '"""' in each.source
        assert "BEGIN SOLUTION" in each.source
        # What an error says, and whether a zip is strict, is no part of a task.
        assert (
            "x is empty; give one entry at least" in each.source
            or each.task == "centred"
            or ("raise" not in each.source)
        )


def test_digests_outlive_comments_and_docstrings(project):
    before = [each.digest for each in mutants(parse(source_path(project, "toy")))]
    path = source_path(project, "toy")
    text = path.read_text()
    text = text.replace("x without its mean.", "x less its mean.")
    path.write_text(text.replace("= np.mean(x)", "= np.mean(x)  # over all entries"))
    assert [each.digest for each in mutants(parse(path))] == before


def test_the_toy_units_tests_kill_every_mutant(project):
    score = mutation_score("toy", project)
    assert [each.task for each in score.tasks] == ["mean_square", "centred"]
    assert all(each.survivors == () and each.score == 1.0 for each in score.tasks)
    assert score.problems == ()


PUBLIC = "exercises/toy/test_toy.py"


def test_a_survivor_is_found_explained_and_killed(project):
    toy(project, "    rest = x - np.mean(x)\n    return rest\n")
    path = project / PUBLIC
    whole = path.read_text()
    path.write_text(whole.split('@task("centred")\ndef test_argument_is_not_changed')[0])

    (score,) = mutation_score("toy", project, "centred").tasks
    (survivor,) = score.survivors
    assert survivor.mistake == "in place"
    assert "+    x -= np.mean(x); rest = x" in survivor.diff.splitlines()
    assert score.score == 1 - 1 / score.mutants

    equivalent = source_path(project, "toy").with_name("equivalent.toml")
    equivalent.write_text(f'[centred]\n{survivor.digest} = "nobody looks at x again"\n')
    explained = mutation_score("toy", project, "centred")
    (now,) = explained.tasks
    assert (now.survivors, now.equivalent, now.score) == ((), 1, 1.0)
    assert explained.problems == ()

    path.write_text(whole)  # the test that kills it makes its explanation an error
    (problem,) = mutation_score("toy", project, "centred").problems
    assert f"{survivor.digest} fails test_argument_is_not_changed" in problem


def test_what_explains_nothing_is_an_error(project):
    path = source_path(project, "toy").with_name("equivalent.toml")
    path.write_text('[centred]\n000000000000 = "there was such a mutant once"\n')
    (problem,) = mutation_score("toy", project).problems
    assert "there is no mutant 000000000000" in problem


def test_answers_that_hang_crash_or_fill_the_memory_are_told_apart(project):
    source = parse(source_path(project, "toy"))
    cells = [cell.source for cell in source.notebook.cells if cell.cell_type == "code"]
    reference = Submission(source.path, tuple(Cell(str(i), text) for i, text in enumerate(cells)))
    bodies = [
        "while True: pass",
        "import os; os._exit(3)",
        "return np.ones(2**40)",
        "return [v - np.mean(x) for v in x]",
        "return x",
    ]
    answers = [Answer("centred", f"def centred(x):\n    {body}\n") for body in bodies]
    files = [public_tests(project / "exercises" / "toy", "toy")]
    verdicts = try_all(reference, answers, files, [hidden_tests(project, "toy")])
    assert [each.outcome for each in verdicts] == [
        "timeout",
        "killed",
        "killed",
        "survived",
        "killed",
    ]
    assert [each.by for each in verdicts][1:3] == ["(a crash)", "test_centred_values"]

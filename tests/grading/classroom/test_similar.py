"""Similar submissions: planted copies are found, answers written apart are not."""

import ast
import random
import re
from pathlib import Path

import pytest

from ftlib.grading.classroom.similar import SCORE, fingerprints, similar
from ftlib.grading.classroom.tokens import chunks
from ftlib.grading.classroom.write import codes, pairs_of
from ftlib.grading.source import parse, source_path, student_notebook

ROOT = Path(__file__).parents[3]
UNITS = ["softmax_cross_entropy", "optimisers", "training_loop", "evaluation"]
_TASK = re.compile(r'^(?:LOSES|TASK) = "(\w+)"$', re.MULTILINE)


def words(source: str, fixed=()) -> list[str]:
    return [text for chunk in chunks(source, fixed) for text, _ in chunk]


def test_tokens_keep_what_a_copy_cannot_change():
    one = '''
def total(values):  # adds
    """Adds them."""
    result = 0.0
    for value in values:
        result += np.exp(value)
    return result
'''
    other = (
        "def total(v2,):\n  'Sum.'\n  r=1.5\n  for q in (v2):\n"
        "     r += (np.exp( q ))\n  return (r)"
    )
    assert words(one, ["total"]) == words(other, ["total"])
    assert words(one, ["total"])[:4] == ["def", "total", "v", "v"]
    assert "exp" in words(one)
    assert words(one) != words(one.replace("+=", "-="))


def test_tokens_of_what_is_no_python():
    assert words("def f(x:\n  return x +") == ["def", "v", "v", "return", "v", "+"]
    assert words("") == []
    assert words("'''") in ([], ["'''"])
    assert list(chunks("(" * 3000 + ")" * 3000)) == []


def test_the_order_of_functions_does_not_matter():
    parts = [
        f"def f{k}(x):\n    a = x * {k}\n    return [a + b for b in x.rows(a, a)]\n" for k in (1, 2)
    ]
    parts[1] = parts[1].replace("*", "**").replace("rows", "columns")
    assert set(fingerprints("\n".join(parts))) == set(fingerprints("\n".join(parts[::-1])))


def test_a_long_enough_equal_run_is_always_found():
    """Winnowing's promise: any 12 equal tokens (9 + 4 − 1) share a fingerprint."""
    draw = random.Random(0)
    names = ["+", "-", "*", "/", "%", "==", "<", ">", "|", "&", "^", "@"]

    def noise(length: int) -> list[str]:
        return [draw.choice(names) for _ in range(length)]

    for _ in range(200):
        run = noise(12)
        one, other = (" ".join(noise(15) + run + noise(15)) for _ in range(2))
        assert set(fingerprints(one)) & set(fingerprints(other))


def independent(unit: str) -> tuple[dict[str, str], list[str], list[str]]:
    """Students who share no answer: the k-th gives each task's k-th wrong or unusual one."""
    source = parse(source_path(ROOT, unit))
    answers: dict[str, list[str]] = {}
    for folder in ("wrong", "unusual"):
        for path in sorted((ROOT / "solutions" / unit / folder).glob("*.py")):
            text = path.read_text(encoding="utf-8")
            task = _TASK.search(text)
            answers.setdefault(task[1], []).append(text[task.end() :])
    count = min(len(each) for each in answers.values())
    texts = {f"s{k}": "\n".join(each[k] for each in answers.values()) for k in range(count)}
    cells = student_notebook(source).cells
    given = ["\n".join(each.source for each in cells if each.cell_type == "code")]
    fixed = [name for task in source.unit.tasks for name in task.functions]
    return texts, [*given, *source.answers.values()], fixed


def disguised(code: str, fixed: list[str]) -> str:
    """The code with every name of its own renamed, laid out anew, and its functions shuffled."""
    tree = ast.parse(code)
    imported = {
        (alias.asname or alias.name).split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    own = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)} | {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in own - imported - set(fixed):
            node.id = f"my_{node.id}"
        elif isinstance(node, ast.arg):
            node.arg = f"my_{node.arg}"
    random.Random(1).shuffle(tree.body)
    return "\n\n\n".join(f"# all mine\n{ast.unparse(node)}  # done" for node in tree.body)


@pytest.mark.parametrize("unit", UNITS)
def test_disguised_copies_stand_out_from_independent_answers(unit):
    texts, given, fixed = independent(unit)
    assert len(texts) >= 4
    assert similar(texts, given, fixed) == []
    texts["thief"] = disguised(texts["s1"], fixed)
    (pair,) = similar(texts, given, fixed)
    assert pair.students == ("s1", "thief")
    assert pair.score > 0.9 > SCORE
    assert all(pair.lines)


def test_what_is_given_or_common_does_not_count():
    body = (
        "def f(x):\n    a = x.first()\n    b = x.second(a)\n    return a.third(b) + b.fourth(a)\n"
    )
    many = {f"s{k}": body for k in range(10)}
    assert similar(many) == []  # everybody has it
    two = {"ann": body, "ben": body, "cyd": body.replace("second", "other").replace("+", "@")}
    assert similar(two, given=[body]) == []
    assert [pair.students for pair in similar({"ann": body, "ben": body, "cyd": "x = 1"})] == [
        ("ann", "ben")
    ]


def test_copies_of_the_reference_answer_do_not_count(made, project):
    answer = "def centred(x):\n    middle_of_all = np.mean(x)\n    return x - middle_of_all\n"
    odd = "    a = x.first()\n    b = x.second(a)\n    return a.third(b) + b.fourth(a)\n"
    own = {
        "ann": answer,
        "ben": answer,
        "cyd": f"def centred(x):\n{odd}",
        "dan": "def centred(y):\n",
    }
    own["dan"] += odd.replace("a", "left").replace("b", "right").replace("x", "y")
    graded = made({name: {"code": code} for name, code in own.items()})
    pairs = pairs_of(graded, "toy", codes(graded, "toy"), project)
    assert [pair.students for pair in pairs] == [("cyd", "dan")]

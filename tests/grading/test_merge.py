"""A new version of the course and a student's work: both are there afterwards, always."""

import copy
import json
import random
import string

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftlib.grading.cells import cell_id, source_of
from ftlib.grading.student.merge import merge


def course(*parts, points=2):
    """A generated notebook: `"text"` is prose, `("code", text)` code, `(task, body)` a task."""
    cells, taken = [], set()
    for part in parts:
        if isinstance(part, str):
            cells.append(cell("markdown", "markdown", part, {}, taken))
        elif part[0] == "code":
            cells.append(cell("code", "code", part[1], {}, taken))
        else:
            mark = {"schema_version": 3, "grade": False, "solution": True, "locked": False}
            check = {**mark, "grade": True, "solution": False, "locked": True, "points": points}
            task, body = part
            stub = f"def {task}(x):\n    {body}\n    raise NotImplementedError"
            cells.append(cell("code", task, stub, {"nbgrader": {**mark, "grade_id": task}}, taken))
            name = f"check_{task}"
            cells.append(
                cell(
                    "code",
                    name,
                    f'check("{task}")',
                    {"nbgrader": {**check, "grade_id": name}},
                    taken,
                )
            )
    metadata = {"ftlib": {"unit": "u"}, "kernelspec": {"name": "python3", "display_name": "P"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def cell(kind, name, text, metadata, taken):
    made = {"cell_type": kind, "id": cell_id(name, text, taken), "metadata": metadata}
    extra = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {**made, "source": text, **extra}


def own(text, kind="code", identity=None):
    made = {"cell_type": kind, "id": identity or f"{random.getrandbits(32):08x}", "metadata": {}}
    extra = {"execution_count": 7, "outputs": [output("own")]} if kind == "code" else {}
    return {**made, "source": text, **extra}


def output(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


def ids(notebook):
    return [each["id"] for each in notebook["cells"]]


def texts(notebook):
    return [source_of(each) for each in notebook["cells"]]


def edit(notebook, name, text):
    """Write into the cell whose id begins with `name`; it has run since."""
    changed = copy.deepcopy(notebook)
    found = next(each for each in changed["cells"] if each["id"].startswith(name + "-"))
    found["source"] = text
    if found["cell_type"] == "code":
        found |= {"execution_count": 3, "outputs": [output(text)]}
    return changed


OLD = course("# Title", ("code", "import numpy"), "Task 1", ("a", "1"), "Task 2", ("b", "1"))
ANSWER = "def a(x):\n    return 42"


def merged(mine, new, base=OLD):
    result = merge(mine, new, ids(base))
    nbformat.validate(nbformat.from_dict(copy.deepcopy(result.notebook)))
    assert len(set(ids(result.notebook))) == len(ids(result.notebook))
    return result


def test_an_untouched_notebook_becomes_the_new_version():
    new = course("# Better title", "Task 2", ("b", "2"), "Task 3", ("c", "1"))
    result = merged(OLD, new)
    assert result.notebook["cells"] == new["cells"]
    assert (result.conflicts, result.kept) == ((), 0)


def test_an_answer_stays_with_its_outputs_and_gets_the_new_points():
    mine = edit(OLD, "a", ANSWER)
    new = course("# Better", ("code", "import numpy"), ("a", "1"), ("b", "1"), points=5)
    result = merged(mine, new)
    answer = next(each for each in result.notebook["cells"] if source_of(each) == ANSWER)
    assert answer["outputs"] == [output(ANSWER)]
    assert answer["metadata"]["nbgrader"]["grade_id"] == "a"
    checks = [c["metadata"]["nbgrader"]["points"] for c in result.notebook["cells"]
              if c["id"].startswith("check_")]  # fmt: skip
    assert checks == [5, 5]
    assert result.conflicts == ()


def test_outputs_of_cells_that_did_not_change_are_kept():
    mine = copy.deepcopy(OLD)
    mine["cells"][1]["outputs"] = [output("seen")]
    result = merged(mine, course("# New", ("code", "import numpy"), ("a", "1")))
    assert result.notebook["cells"][1]["outputs"] == [output("seen")]


def test_a_changed_stub_stands_beside_the_answer_and_does_not_run():
    mine = edit(OLD, "a", ANSWER)
    new = course("# Title", ("code", "import numpy"), "Task 1", ("a", "2"), "Task 2", ("b", "1"))
    result = merged(mine, new)
    place = texts(result.notebook).index(ANSWER)
    note = result.notebook["cells"][place - 1]
    assert note["cell_type"] == "markdown"
    assert "def a(x):\n    2\n" in note["source"]
    assert result.conflicts == ("a: the course's start has changed; it stands above your answer",)
    again = merged(result.notebook, new, base=new)
    assert (again.notebook, again.conflicts) == (result.notebook, ())


def test_a_note_is_overtaken_by_the_next_and_stays_away_when_deleted():
    mine = edit(OLD, "a", ANSWER)
    versions = [course(("a", str(number))) for number in (2, 3)]
    once = merged(mine, versions[0]).notebook
    twice = merged(once, versions[1], base=versions[0]).notebook
    assert sum("has changed the start" in text for text in texts(twice)) == 1
    assert "    3\n" in next(text for text in texts(twice) if "has changed the start" in text)
    twice["cells"] = [each for each in twice["cells"] if not each["id"].startswith("update-")]
    assert merged(twice, versions[1], base=versions[1]).notebook == twice


def test_edited_prose_and_own_cells_stay_where_they_stood():
    mine = edit(OLD, "markdown", "# Title, my notes")
    mine["cells"].insert(4, own("helper = 1"))
    mine["cells"].append(own("scratch"))
    new = course("# Title", ("code", "import numpy"), "Task 1!", ("a", "1"), "Task 2", ("b", "1"))
    result = merged(mine, new)
    found = texts(result.notebook)
    assert found[0] == "# Title, my notes"
    assert found.index("helper = 1") == found.index(source_of(OLD["cells"][3])) + 1
    assert found[-1] == "scratch"
    assert "Task 1!" in found
    assert "Task 1" not in found


def test_a_cell_before_its_task_stays_before_it_when_the_text_above_changes():
    mine = copy.deepcopy(OLD)
    mine["cells"].insert(3, own("helper = 1"))
    new = course("# Title", ("code", "import numpy"), "Task 1!", ("a", "1"), "Task 2", ("b", "1"))
    found = texts(merged(mine, new).notebook)
    assert found[2:4] == ["Task 1!", "helper = 1"]


def test_prose_that_both_sides_changed_is_kept_twice():
    mine = edit(OLD, "markdown", "# Mine")
    result = merged(mine, course("# Theirs", ("code", "import numpy")))
    assert {"# Mine", "# Theirs"} <= set(texts(result.notebook))
    assert result.conflicts == ("a text was changed; yours was kept",)


def test_a_task_that_is_gone_leaves_the_answer_without_its_mark():
    mine = edit(OLD, "a", ANSWER)
    result = merged(mine, course(("b", "1")))
    answer = next(each for each in result.notebook["cells"] if source_of(each) == ANSWER)
    assert "nbgrader" not in answer["metadata"]
    assert result.conflicts == ("a: the course no longer has this cell; yours was kept",)


def test_prose_that_was_deleted_stays_deleted_and_a_task_comes_back():
    mine = copy.deepcopy(OLD)
    del mine["cells"][2:5]  # "Task 1", its stub, its check
    found = merged(mine, OLD).notebook
    assert "Task 1" not in texts(found)
    assert [each for each in ids(found) if each.startswith(("a-", "check_a-"))] == ids(OLD)[3:5]


def test_an_answer_in_an_own_cell_is_not_overruled_by_a_stub():
    mine = copy.deepcopy(OLD)
    mine["cells"][3] = own(ANSWER)
    result = merged(mine, course("# Title", ("a", "2"), ("b", "1")))
    assert sum("def a(" in text for text in texts(result.notebook)) == 1
    assert result.conflicts == ("a: answered in a cell of your own, so the start was not put back",)


def test_a_copied_task_cell_keeps_its_text_and_loses_the_doubled_mark():
    mine = edit(OLD, "a", ANSWER)
    mine["cells"].insert(0, {**copy.deepcopy(mine["cells"][3]), "id": "0a1b2c3d",
                             "source": "def a(x): return 1"})  # fmt: skip
    result = merged(mine, OLD)
    marks = [c["metadata"].get("nbgrader", {}).get("grade_id") for c in result.notebook["cells"]]
    assert marks.count("a") == 1
    assert {ANSWER, "def a(x): return 1"} <= set(texts(result.notebook))


def test_a_check_cell_that_was_written_in_is_kept_beside_the_new_one():
    mine = edit(OLD, "check_a", 'check("a")\nprint("done")')
    assert merged(mine, OLD).notebook == mine
    new = copy.deepcopy(OLD)
    new["cells"][4] = cell(
        "code", "check_a", 'check("a")  # anew', OLD["cells"][4]["metadata"], set()
    )
    found = texts(merged(mine, new).notebook)
    place = found.index('check("a")  # anew')
    assert found[place + 1] == 'check("a")\nprint("done")'


def test_a_notebook_without_ids_or_metadata():
    mine = edit(OLD, "a", ANSWER)
    for each in mine["cells"]:
        del each["id"]
    mine |= {"nbformat_minor": 4}
    new = course("# New", ("code", "import numpy"), "Task 1", ("a", "1"), "Task 2", ("b", "2"))
    result = merged(mine, new)
    assert ids(result.notebook) == ids(new)
    assert ANSWER in texts(result.notebook)
    for each in mine["cells"]:
        each["metadata"] = {}
    found = texts(merged(mine, new).notebook)
    assert found.count(ANSWER) == 1
    assert not any("def a" in text and "NotImplemented" in text for text in found)


def test_a_cell_turned_to_text_is_kept_and_a_picture_counts_as_writing():
    mine = copy.deepcopy(OLD)
    mine["cells"][3] = own(source_of(mine["cells"][3]), "markdown", mine["cells"][3]["id"])
    mine["cells"][0]["attachments"] = {"a.png": {"image/png": "aGk="}}
    result = merged(mine, course("# New", ("a", "1")))
    assert any(each.get("attachments") for each in result.notebook["cells"])
    kinds = [each["cell_type"] for each in result.notebook["cells"] if "def a" in source_of(each)]
    assert sorted(kinds) == ["code", "markdown"]


@pytest.mark.parametrize(
    "mine",
    [{}, {"cells": 3}, {"cells": [], "nbformat": 3}, {"cells": [3], "nbformat": 4},
     {"cells": [{"source": 3}], "nbformat": 4}, {"cells": [{"source": [3]}], "nbformat": 4},
     {"cells": [{"source": "", "metadata": 1}], "nbformat": 4}],
)  # fmt: skip
def test_what_is_no_notebook_is_refused(mine):
    with pytest.raises(ValueError, match="open and save it in Jupyter"):
        merge(mine, OLD, ())


# Any edits of a student, any change of the course ------------------------------------------------

word = st.text(string.ascii_letters + " #\n'é", min_size=1, max_size=12)
part = st.one_of(
    word,
    st.tuples(st.just("code"), word.map(lambda text: f"# {text!r}")),
    st.tuples(st.sampled_from("abcd"), st.integers(0, 2).map(str)),
)


def unique_tasks(parts):
    seen, kept = set(), []
    for each in parts:
        if isinstance(each, tuple) and each[0] != "code":
            if each[0] in seen:
                continue
            seen.add(each[0])
        kept.append(each)
    return kept


versions = st.lists(part, max_size=8).map(unique_tasks).map(lambda parts: course(*parts))
edits = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "write",
                "insert",
                "delete",
                "copy",
                "move",
                "split",
                "no id",
                "no marks",
                "to text",
                "list of lines",
                "run",
            ]
        ),
        st.integers(0, 30),
        st.integers(0, 30),
        word.map(lambda text: f"mine {text}"),
    ),
    max_size=8,
)


def apply(notebook, steps):
    """What a student does to a notebook, in Jupyter, Colab, or an editor."""
    mine = copy.deepcopy(notebook)
    cells = mine["cells"]
    for number, (kind, first, second, text) in enumerate(steps):
        if kind == "insert":
            cells.insert(first % (len(cells) + 1), own(text, identity=f"own{number}"))
        if not cells:
            continue
        here = first % len(cells)
        each = cells[here]
        if kind == "write":
            each["source"] = source_of(each) + "\n" + text
        elif kind == "delete":
            del cells[here]
        elif kind == "copy":
            twin = {**copy.deepcopy(each), "id": f"twin{number}"}
            cells.insert(second % (len(cells) + 1), {**twin, "source": source_of(each) + text})
        elif kind == "move":
            cells.insert(second % len(cells), cells.pop(here))
        elif kind == "split":
            lines = source_of(each).split("\n")
            each["source"] = "\n".join(lines[:1])
            cells.insert(here + 1, own("\n".join(lines[1:]) + text, identity=f"half{number}"))
        elif kind == "no id":
            each.pop("id", None)
        elif kind == "no marks":
            each["metadata"] = {}
        elif kind == "to text" and each["cell_type"] == "code":
            each["cell_type"] = "markdown"
            each.pop("outputs"), each.pop("execution_count")
        elif kind == "list of lines":
            each["source"] = source_of(each).splitlines(keepends=True)
        elif kind == "run" and each["cell_type"] == "code":
            each |= {"outputs": [output(text)], "execution_count": number}
    return mine


def written(mine, base):
    """Texts of the cells that are not, word for word, cells of the course."""
    given_texts = texts(base)
    return [source_of(each) for each in mine["cells"] if source_of(each) not in given_texts]


@given(versions, edits, versions)
@settings(deadline=None, max_examples=150)
def test_every_line_a_student_wrote_is_still_there(base, steps, new):
    mine = apply(base, steps)
    before = json.dumps(mine)
    result = merged(mine, new, base)
    assert json.dumps(mine) == before  # the original is not touched
    found = texts(result.notebook)
    for text in written(mine, base):
        assert found.count(text) >= written(mine, base).count(text)
    outputs = [out for each in result.notebook["cells"] for out in each.get("outputs", ())]
    for each in mine["cells"]:
        if source_of(each) not in texts(base):
            assert all(out in outputs for out in each.get("outputs", ()))


@given(versions, edits, versions)
@settings(deadline=None, max_examples=100)
def test_a_second_update_changes_nothing(base, steps, new):
    once = merged(apply(base, steps), new, base).notebook
    assert merged(once, new, new).notebook == once
    assert merged(once, new, base).notebook == once  # killed before the new base was kept


@given(versions, edits, versions, edits, versions)
@settings(deadline=None, max_examples=60)
def test_work_survives_update_after_update(base, steps, new, more, newer):
    mine = apply(merged(apply(base, steps), new, base).notebook, more)
    found = texts(merged(mine, newer, new).notebook)
    given_texts = {*texts(base), *texts(new)}
    for each in mine["cells"]:
        text = source_of(each)
        if text not in given_texts and "has changed the start" not in text:
            assert text in found


@given(versions, edits, versions)
@settings(deadline=None, max_examples=60)
def test_every_task_of_the_new_version_can_be_answered_and_checked(base, steps, new):
    result = merged(apply(base, steps), new, base)
    marks = [c["metadata"].get("nbgrader", {}).get("grade_id") for c in result.notebook["cells"]]
    for each in new["cells"]:
        name = each["metadata"].get("nbgrader", {}).get("grade_id")
        answered = any(f"{name}: answered in a cell" in said for said in result.conflicts)
        assert name is None or marks.count(name) == 1 or answered

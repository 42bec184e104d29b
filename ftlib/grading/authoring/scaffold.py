"""`ftlib exercises new`: a whole small unit to write over, with tests and answers of every kind."""

from __future__ import annotations

from pathlib import Path

from ftlib.grading.unit import UnitError

_SOURCE = '''\
---
ftlib:
  unit: @UNIT@
  chapter: foundations/@UNIT@
  prerequisites: []
  minutes: 15
jupytext:
  text_representation:
    extension: .md
    format_name: myst
    format_version: 0.13
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# @TITLE@: build it yourself

Fill in the function, run its cell, then run the check below it.

```{code-cell} ipython3
from ftlib.grading import start

check = start("@UNIT@")
```

```{code-cell} ipython3
import numpy as np
```

## Task 1: the spread (2 points)

Return the root of the mean squared deviation from the mean. *Example.* The spread of $1, 3$ is $1$.

```{code-cell} ipython3
---
nbgrader: {schema_version: 3, grade_id: spread, grade: false, locked: false, solution: true}
ftlib:
  task: spread
  points: 2
  minutes: 10
  hints:
    - "Subtract the mean first. What is the mean of the squares of what is left?"
    - "The root comes last, over the mean of the squared deviations; divide by N, not by N − 1."
---
def spread(x):
    """The root of the mean squared deviation of x from its mean.

    x: array, shape (N,), float64, N of 1 or more. Returns a float.
    """
    ### BEGIN SOLUTION
    deviations = x - x.mean()
    return float(np.sqrt(np.mean(deviations**2)))
    ### END SOLUTION
```

```{code-cell} ipython3
---
nbgrader:
  schema_version: 3
  grade_id: check_spread
  grade: true
  locked: true
  solution: false
  points: 2
---
check("spread")
```
'''

_PUBLIC = '''\
"""Public tests of the unit: students get them."""

import numpy as np

from ftlib.grading import expect, task


@task("spread")
def test_spread_of_the_example(student):
    expect.close(student.spread(np.array([1.0, 3.0])), 1.0)


@task("spread")
def test_argument_is_not_changed(student):
    x = np.array([2.0, 4.0, 9.0])
    before = x.copy()
    student.spread(x)
    expect.unchanged(before, x)
'''

_HIDDEN = '''\
"""Hidden tests of the unit: they never leave the instructor."""

import numpy as np

from ftlib.grading import expect, task


@task("spread")
def test_spread_of_random_numbers(student):
    x = np.random.default_rng(3).normal(2.0, 5.0, size=40)
    middle = sum(x) / 40
    expect.close(student.spread(x), (sum((v - middle) ** 2 for v in x) / 40) ** 0.5, rtol=1e-9)


@task("spread")
def test_one_number_has_no_spread(student):
    expect.close(student.spread(np.array([7.0])), 0.0, atol=1e-12)
'''

_ANSWERS = {
    "wrong/sample_spread.py": '''\
"""Divides by N − 1, as for a sample."""

import numpy as np

LOSES = "spread"


def spread(x):
    return float(np.std(x, ddof=1))
''',
    "wrong/no_root.py": '''\
"""Forgets the root."""

LOSES = "spread"


def spread(x):
    return float(((x - x.mean()) ** 2).mean())
''',
    "wrong/absolute.py": '''\
"""The mean absolute deviation: right for the example, and only there."""

import numpy as np

LOSES = "spread"


def spread(x):
    return float(np.abs(x - x.mean()).mean())
''',
    "unusual/loop.py": '''\
"""Plain Python, one number after the other."""

TASK = "spread"


def spread(x):
    n = len(x)
    middle = sum(x) / n
    return (sum((v - middle) ** 2 for v in x) / n) ** 0.5
''',
}


def new(unit: str, root: Path) -> list[Path]:
    """Write a whole unit with one task, which is sound as it stands.

    Args:
        unit: its name, which is also the name of its folder.
        root: the project's folder; `solutions/` and `exercises/` are made in it.

    Returns:
        The files that were written.

    Raises:
        UnitError: when the name is none, or the unit is there already.
    """
    if not (unit.isidentifier() and unit.isascii() and unit.islower()):
        raise UnitError(f"unit {unit!r} is no name of a folder; use small letters, digits and _")
    private, public = root / "solutions" / unit, root / "exercises" / unit
    if private.exists() or public.exists():
        raise UnitError(f"there is a unit {unit!r} already; give another name")
    title = unit.replace("_", " ").capitalize()
    files = {
        private / "notebook.md": _SOURCE.replace("@UNIT@", unit).replace("@TITLE@", title),
        public / f"test_{unit}.py": _PUBLIC,
        private / "hidden" / f"test_{unit}_hidden.py": _HIDDEN,
        **{private / name: text for name, text in _ANSWERS.items()},
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(files)

"""Graded exercises: checks in the notebook, tests in the terminal, and grades to be trusted.

A student needs two lines (`from ftlib.grading import start`, `check = start("unit")`) and, to see
how far they are, `progress()`; an author of tests needs `expect` and `task`; an instructor needs
the command `ftlib grade`. Importing this package imports neither pytest nor a framework.
"""

from ftlib.grading import expect
from ftlib.grading.marks import task
from ftlib.grading.session import start
from ftlib.grading.student.progress import progress

__all__ = ["expect", "progress", "start", "task"]

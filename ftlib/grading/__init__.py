"""Graded exercises: checks in the notebook, tests in the terminal, and grades to be trusted.

A student needs two lines (`from ftlib.grading import start`, `check = start("unit")`); an author
of tests needs `expect` and `task`; an instructor needs the command `ftlib grade`. Importing this
package imports neither pytest nor a framework.
"""

from ftlib.grading import expect
from ftlib.grading.marks import task
from ftlib.grading.session import start

__all__ = ["expect", "start", "task"]

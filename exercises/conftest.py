"""`pytest exercises/<unit>` runs a unit's checks on the notebook as it is saved."""

from ftlib.grading.terminal import (  # noqa: F401
    pytest_addoption,
    pytest_deselected,
    pytest_runtest_makereport,
    pytest_terminal_summary,
    rng,
    student,
)

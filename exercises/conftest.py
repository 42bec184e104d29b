"""`pytest exercises/<unit>` runs a unit's checks on the notebook as it is saved."""

from ftlib.grading.terminal import *  # noqa: F403

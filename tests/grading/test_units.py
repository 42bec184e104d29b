"""Every unit of the course is proven sound: right answers get their points, wrong ones do not."""

from pathlib import Path

import pytest

from ftlib.grading.auditing.audit import audit, warm_parent
from ftlib.grading.build import drift
from ftlib.grading.source import units

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def warm():
    with warm_parent(units(ROOT), ROOT) as parent:
        yield parent


@pytest.mark.parametrize("unit", units(ROOT))
def test_the_unit_is_sound(unit, warm):
    assert audit(unit, ROOT, nursery=warm) == []


def test_the_generated_files_are_in_step_with_their_sources():
    assert drift(ROOT) == []

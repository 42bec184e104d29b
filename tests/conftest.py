"""Tests marked `gpu` run on the accelerator of this machine, and are left out where there is none.

`--accelerator simulated` runs them, and only them, on a device that behaves like one
(`tests/accelerator`). What that device does not have is marked `gpu(real=True)`.
"""

import importlib.util
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accelerator",
        choices=["real", "simulated"],
        default="real",
        help="where the tests marked gpu run (simulated: they run alone)",
    )


def pytest_configure(config: pytest.Config) -> None:
    if _simulated(config):
        path = Path(__file__).parent / "accelerator" / "simulated.py"
        spec = importlib.util.spec_from_file_location("simulated", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.register(config.cache.mkdir("accelerator"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what this machine cannot run (torch is imported only when it is asked)."""
    marked = {item: item.get_closest_marker("gpu") for item in items}
    if _simulated(config):
        kept = [item for item, mark in marked.items() if mark and not mark.kwargs.get("real")]
    elif any(marked.values()) and not _accelerator():
        kept = [item for item, mark in marked.items() if not mark]
    else:
        return
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


@pytest.fixture
def accelerator():
    """The device of this machine, or the simulated one."""
    import torch

    return torch.accelerator.current_accelerator(check_available=True)


def _simulated(config: pytest.Config) -> bool:
    return config.getoption("--accelerator") == "simulated"


def _accelerator() -> bool:
    import torch

    return torch.accelerator.is_available()

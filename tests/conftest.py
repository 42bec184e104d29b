"""Tests marked `gpu` run where there is an accelerator, and are left out elsewhere."""

import pytest


def _accelerator() -> bool:
    import torch

    return torch.cuda.is_available() or torch.backends.mps.is_available()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what this machine cannot run (torch is imported only when it is asked)."""
    needing = [item for item in items if item.get_closest_marker("gpu")]
    if needing and not _accelerator():
        config.hook.pytest_deselected(items=needing)
        items[:] = [item for item in items if item not in needing]

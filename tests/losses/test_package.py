"""What loading the package costs, and that its back ends offer the same names."""

import inspect
import subprocess
import sys

import pytest

import ftlib.losses


def test_importing_losses_loads_no_framework():
    code = (
        "import sys, ftlib.losses, ftlib.losses.reference, ftlib.losses.check, ftlib.losses.naive;"
        "print([m for m in ('torch', 'tensorflow', 'transformers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_modules_load_on_first_use():
    assert ftlib.losses.torch.__name__ == "ftlib.losses.torch"
    assert "reference" in dir(ftlib.losses)
    with pytest.raises(AttributeError, match="has no attribute 'jax'"):
        _ = ftlib.losses.jax


@pytest.mark.parametrize("backend", ["torch", "tensorflow"])
def test_back_ends_have_the_names_and_arguments_of_the_reference(backend):
    module = getattr(ftlib.losses, backend)
    for name in module.__all__:
        own = list(inspect.signature(getattr(module, name)).parameters.values())
        wanted = inspect.signature(getattr(ftlib.losses.reference, name)).parameters.values()
        assert [p.name for p in own[:3]] == [p.name for p in wanted]
        assert own[2].default == "mean"
        assert [p.name for p in own[3:]] == ["validate"]
    assert set(module.__all__) == {"binary_cross_entropy", "binary_cross_entropy_with_logits"}


def test_public_functions_cite_their_equation():
    for name in ftlib.losses.reference.__all__:
        assert "Source: " in getattr(ftlib.losses.reference, name).__doc__, name

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
def test_back_ends_have_the_functions_and_arguments_of_the_reference(backend):
    module, reference = getattr(ftlib.losses, backend), ftlib.losses.reference
    for name in module.__all__:
        own = inspect.signature(getattr(module, name)).parameters.values()
        wanted = inspect.signature(getattr(reference, name)).parameters.values()
        arguments = [(p.name, p.kind, p.default) for p in own if p.name != "validate"]
        assert arguments == [(p.name, p.kind, p.default) for p in wanted if p.name != "validate"]
        assert all(p.default is True for p in own if p.name == "validate")
    losses = {name.removesuffix("_grad") for name in reference.__all__ if name.endswith("_grad")}
    notes = {"linear_logit", "parameter", "sigmoid"}  # steps of the derivations, not for training
    assert losses - notes <= set(module.__all__)


def test_derivatives_take_what_their_loss_takes_and_look_at_it():
    reference = ftlib.losses.reference
    for name in reference.__all__:
        loss = name.removesuffix("_grad").removesuffix("_hessian")
        if loss != name and loss in reference.__all__:
            own, wanted = (inspect.signature(getattr(reference, n)) for n in (name, loss))
            assert own.parameters == wanted.parameters, name
            if "validate" in own.parameters:
                assert own.parameters["validate"].default is True, name


def test_public_functions_cite_their_equation():
    for name in ftlib.losses.reference.__all__:
        function = getattr(ftlib.losses.reference, name)
        if inspect.isfunction(function):
            assert "Source: " in (function.__doc__ or ""), name

"""One set of versions: constraints, conda's environment and pyproject agree."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]


def pins():
    lines = (ROOT / "requirements" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def conda():
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]


def declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    return [Requirement(line) for requirements in lists for line in requirements]


def test_every_pin_is_exact_and_has_no_local_label():
    for name, version in pins().items():
        assert re.fullmatch(r"[a-z0-9._-]+", name)
        assert re.fullmatch(r"[0-9][0-9a-z.]*", version), f"{name}=={version}"


def test_every_declared_requirement_is_pinned_inside_its_range():
    for requirement in declared():
        name = requirement.name.lower().replace("_", "-")
        assert name in pins(), f"{name} is not pinned"
        assert requirement.specifier.contains(pins()[name]), f"{requirement} against {pins()[name]}"


def test_no_cuda_wheel_is_pinned():
    assert [name for name in pins() if name.startswith(("nvidia", "cuda", "triton"))] == []


def test_conda_has_the_same_versions():
    (nested,) = [each["pip"] for each in conda() if isinstance(each, dict)]
    versions = dict(line.split("==") for line in nested if "==" in line)
    assert len(versions) >= 10
    assert versions == {name: pins()[name] for name in versions}
    assert "-c requirements/constraints.txt" in nested
    assert "-e .[book,tensorflow,test]" in nested
    assert "python=3.11" in conda()


@pytest.mark.parametrize("name", ["torch", "transformers", "tensorflow", "keras", "jupyter-book"])
def test_what_is_installed_is_what_is_pinned(name):
    assert metadata.version(name).split("+")[0] == pins()[name]

"""Write requirements/constraints.txt from the environment this runs in (`make lock`).

Local version labels (`2.13.0+cpu`) are dropped, so that the same line takes a CUDA build on a
machine with a GPU and a CPU build on another, whichever its package index offers first. CUDA's
own wheels are left out: torch names the versions that it needs.
"""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

HEADER = """\
# Every version the book is built and tested with; used as `pip install -c`.
# Written by `make lock`; the ranges that matter stand in pyproject.toml.
"""
LEFT_OUT = ("ftlib", "nvidia", "cuda", "triton")


def pins() -> list[str]:
    """`name==version` of every installed distribution, sorted, without local labels."""
    found = {
        each.metadata["Name"].lower().replace("_", "-"): each.version.split("+")[0]
        for each in metadata.distributions()
    }
    return [f"{name}=={found[name]}" for name in sorted(found) if not name.startswith(LEFT_OUT)]


if __name__ == "__main__":
    target = Path(__file__).with_name("constraints.txt")
    target.write_text(HEADER + "\n".join(pins()) + "\n", encoding="utf-8")
    print(f"{target.name}: {len(pins())} pins")

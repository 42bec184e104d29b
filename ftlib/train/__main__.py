"""`python -m ftlib.train CONFIG`: a run from a file, alone or under torchrun."""

from __future__ import annotations

import argparse
import os
import sys

from ftlib.train.config import read_config, run_config


def main(arguments: list[str] | None = None) -> int:
    """Run the config that the command line names; print the run. 2 for a mistake in the config."""
    parser = argparse.ArgumentParser(
        prog="python -m ftlib.train",
        description="Train as a TOML or JSON file says (see ftlib.train.config). On several "
        "devices: torchrun --nproc-per-node=N -m ftlib.train CONFIG",
    )
    parser.add_argument("config", help="the file")
    given = parser.parse_args(arguments)
    try:
        run = run_config(read_config(given.config))
    except ValueError as error:
        print(f"ftlib.train: {error}", file=sys.stderr)
        return 2
    if os.environ.get("RANK", "0") == "0":
        print(run)
        print(run.speed)
    return 0


if __name__ == "__main__":
    sys.exit(main())

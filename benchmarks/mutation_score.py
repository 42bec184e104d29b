"""How many mutants of the units' reference answers lose points: the whole mutation run.

`python benchmarks/mutation_score.py [UNIT …]` tries every mutant of the named units (of all when
none is named) and writes `results/mutation_score.json`; rows of other units stay as they were.
"""

import json
import os
import sys
import time
from pathlib import Path

from measuring import RESULTS, table, write

os.environ.setdefault("OMP_NUM_THREADS", "1")

from ftlib.grading.auditing.mutation import UnitScore, mutation_score
from ftlib.grading.source import units

ROOT = Path(__file__).parents[1]


def row(score: UnitScore, seconds: float) -> dict[str, object]:
    """One unit as plain numbers; `seconds` are processor seconds, of all processes."""
    counts = {
        name: sum(getattr(each, name) for each in score.tasks)
        for name in ("mutants", "killed", "timeout", "equivalent")
    }
    survived = sum(len(each.survivors) for each in score.tasks)
    wrong = counts["mutants"] - counts["equivalent"]
    return {
        "unit": score.unit,
        **counts,
        "survived": survived,
        "score": (counts["killed"] + counts["timeout"]) / wrong,
        "seconds": round(seconds, 1),
        "problems": list(score.problems),
    }


def main(names: list[str]) -> None:
    path = RESULTS / "mutation_score.json"
    old = json.loads(path.read_text(encoding="utf-8"))["rows"] if path.exists() else []
    rows = {each["unit"]: each for each in old if each["unit"] in units(ROOT)}
    for name in names or units(ROOT):
        begin = sum(os.times()[:4])
        score = mutation_score(name, ROOT)
        rows[name] = row(score, sum(os.times()[:4]) - begin)
        write("mutation_score", [rows[each] for each in sorted(rows)])
        print(f"{time.strftime('%H:%M:%S')} {name}: {rows[name]['score']:.2%}", file=sys.stderr)
    columns = ("mutants", "killed", "timeout", "equivalent", "survived")
    total = {name: sum(each[name] for each in rows.values()) for name in columns}
    total["score"] = (total["killed"] + total["timeout"]) / (total["mutants"] - total["equivalent"])
    cells = []
    for each in (*(rows[name] for name in sorted(rows)), {"unit": "all", **total}):
        counts = [str(each[name]) for name in columns]
        cells.append([each["unit"], *counts, f"{each['score']:.2%}"])
    print(table(["unit", *columns, "score"], cells))


if __name__ == "__main__":
    main(sys.argv[1:])

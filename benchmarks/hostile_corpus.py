"""Grade the hostile corpus and tell what each attack earns, takes and leaves behind.

Every attack is graded beside a neighbour who grades honest submissions on the same machine, and
followed by an honest one in the same warm parent.

    python benchmarks/hostile_corpus.py [--jobs 4] [--walls none] [--only NAME] [--out FILE]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from measuring import table, write

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/grading"))

from hostile import corpus


def main() -> None:
    """Print the table and write benchmarks/results/hostile_corpus.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=4, help="attacks at a time")
    parser.add_argument("--walls", nargs="+", default=corpus.walls.STRATEGIES, help="outer walls")
    parser.add_argument("--only", help="a part of the names of those to run")
    parser.add_argument("--out", default="hostile_corpus", help="name of the JSON file")
    options = parser.parse_args()
    chosen = [a for a in corpus.attacks() if options.only is None or options.only in a.name]
    report = corpus.run(chosen, options.jobs, tuple(options.walls))
    rows: list[dict[str, object]] = []
    for attack in chosen:
        outcome = report.outcomes[attack.name]
        earned, honest = set(outcome.earned), set(attack.earns)
        rows.append(
            {
                "attack": attack.name,
                "tries": attack.tries,
                "points": _points(earned),
                "unearned": _points(earned - honest),
                "lost": _points(honest - earned),
                "left alive": outcome.left_alive,
                "next": outcome.next_earned,
                "seconds": round(outcome.seconds, 2),
            }
        )
    shown = ["attack", "points", "unearned", "lost", "left alive", "next", "seconds"]
    print(table(shown, [[str(row[name]) for name in shown] for row in rows]))
    summary: dict[str, object] = {
        "attacks": len(rows),
        "unearned points": sum(int(str(row["unearned"])) for row in rows),
        "lost points": sum(int(str(row["lost"])) for row in rows),
        "processes left alive": sum(int(str(row["left alive"])) for row in rows),
        "files changed": len(report.changed) + len(report.strays),
        "visitors over the network": len(report.visitors),
        "neighbour's grades": len(report.neighbour),
        "neighbour's grades that differ": sum(points != 5 for points in report.neighbour),
        "protection": report.protection,
    }
    for name, value in summary.items():
        print(f"{name}: {value}")
    write(options.out, [summary, *rows])


def _points(tasks: set[str]) -> int:
    return sum(corpus.TASKS[name] for name in tasks)


if __name__ == "__main__":
    main()

"""`ftlib exercises audit` and `ftlib exercises mutate`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ftlib.grading.auditing.mutation import UnitScore
    from ftlib.grading.auditing.trial import Verdict

_Units = Annotated[list[str] | None, typer.Argument(help="units; all of them if none")]
_Root = Annotated[Path, typer.Option(help="the project's folder")]


def audit_command(names: _Units = None, root: _Root = Path(".")) -> None:
    """Prove that right answers get their points and wrong ones do not."""
    from ftlib.grading.auditing.audit import audit, warm_parent
    from ftlib.grading.source import SourceError, units
    from ftlib.grading.unit import UnitError

    names = names or units(root)
    failed = False
    with warm_parent(names, root) as nursery:
        for name in names:
            try:
                problems = audit(name, root, nursery=nursery)
            except (SourceError, UnitError) as error:
                problems = [str(error)]
            failed = failed or bool(problems)
            typer.echo(f"{name}: {'sound' if not problems else f'{len(problems)} problems'}")
            for problem in problems:
                typer.echo(f"  {problem}")
    if failed:
        raise typer.Exit(1)


def mutate_command(
    names: _Units = None,
    root: _Root = Path("."),
    task: Annotated[str | None, typer.Option(help="this task only")] = None,
) -> None:
    """Change the reference answers in small ways and list the changes that no test notices."""
    from ftlib.grading.auditing.mutation import mutation_score
    from ftlib.grading.source import SourceError, units
    from ftlib.grading.unit import UnitError

    failed = False
    for name in names or units(root):
        try:
            score = mutation_score(name, root, task, progress=_bar(name))
        except (SourceError, UnitError) as error:
            typer.echo(f"{name}: {error}", err=True)
            failed = True
            continue
        except ImportError as error:
            typer.echo(f"{error}; pip install 'ftlib[test]' brings the operators", err=True)
            raise typer.Exit(1) from None
        typer.echo(_report(score))
        failed = failed or bool(score.problems) or any(each.survivors for each in score.tasks)
    if failed:
        raise typer.Exit(1)


def _bar(name: str) -> Callable[[int], Callable[[Verdict], None]]:
    from tqdm import tqdm

    def start(total: int) -> Callable[[Verdict], None]:
        bar = tqdm(total=total, desc=name, unit="mutant", leave=False)

        def done(_verdict: Verdict) -> None:
            bar.update()
            if bar.n == total:
                bar.close()

        return done

    return start


def _report(score: UnitScore) -> str:
    """One line a task, then each survivor as a diff."""
    lines = [score.unit]
    for each in score.tasks:
        lines.append(
            f"  {each.task}: {each.mutants} mutants, {each.killed} killed, {each.timeout} timed "
            f"out, {each.equivalent} right as well, {len(each.survivors)} survived: "
            f"{each.score:.1%}"
        )
    for each in score.tasks:
        for mutant in each.survivors:
            lines += [f"  survived in {mutant.task}: {mutant.digest} ({mutant.mistake})"]
            lines += [f"    {line}" for line in mutant.diff.splitlines()]
    return "\n".join([*lines, *(f"  {problem}" for problem in score.problems)])

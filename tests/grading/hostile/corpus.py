"""The hostile corpus: what each submission tries, what it must earn, and how to run it.

A submission's docstring says both; `earns:` names the tasks whose points are honestly earned.
"""

from __future__ import annotations

import ast
import atexit
import hashlib
import shutil
import socket
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path

import psutil

from ftlib.grading.build import build
from ftlib.grading.grade import grade, nothing
from ftlib.grading.judge import Limits, Nursery
from ftlib.grading.results import UnitResult
from ftlib.grading.sandbox import walls
from ftlib.grading.submission import SubmissionError, parse

HERE = Path(__file__).parent
TASKS = {"mean_square": 2, "centred": 3}
MARK = "hostile-mark"  # in the name or the text of whatever an attack writes
SECRET = "-".join(["secret", "of", "the", "instructor"])  # in whatever it should not read
LIMITS = Limits(
    call_s=1.5,
    cell_s=2.5,
    total_s=30.0,
    cpu_s=3,
    memory_bytes=512 * 2**20,
    processes=32,
    scratch_bytes=64 * 2**20,
)
_EARNS = {"nothing": (), "everything": tuple(TASKS)}


@dataclass(frozen=True)
class Attack:
    """One submission: what it tries, the tasks that it earns honestly, and its file."""

    name: str
    tries: str
    earns: tuple[str, ...]
    file: str
    content: bytes


def attacks() -> list[Attack]:
    """All of them, by name."""
    from hostile import generated

    found = []
    for path in sorted((HERE / "submissions").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        doc = ast.get_docstring(ast.parse(text)) or ""
        found.append(_attack(path.stem, doc, "toy.py", text.encode()))
    for make in generated.MADE:
        found.append(_attack(make.__name__, make.__doc__ or "", *make()))
    return sorted(found, key=lambda attack: attack.name)


def _attack(name: str, doc: str, file: str, content: bytes) -> Attack:
    tries, _, earns = doc.partition("earns:")
    if not earns:
        raise ValueError(f"{name}: the docstring does not say what it earns")
    tasks = _EARNS.get(earns.strip(), (earns.strip(),))
    return Attack(name, " ".join(tries.split()), tasks, file, content)


@dataclass(frozen=True)
class Stage:
    """Where the attacks take place, with all that is worth attacking."""

    folder: Path
    port: int
    neighbour: int = 0
    strategies: tuple[str, ...] = walls.STRATEGIES
    seen: list[bytes] = field(default_factory=list, compare=False)

    @property
    def project(self) -> Path:
        """The course, with its hidden tests."""
        return self.folder / "project"

    @property
    def classroom(self) -> Path:
        """The gradebook and another student's submission."""
        return self.folder / "classroom"

    def fill(self, content: bytes) -> bytes:
        """A submission with the places that it attacks written in."""
        places = {
            "PROJECT": self.project,
            "CLASS": self.classroom,
            "HOME": self.folder / "home",
            "SOCKET": self.folder / "service.sock",
            "ABSTRACT": f"{MARK}-{self.port}",
            "PORT": self.port,
            "NEIGHBOUR": self.neighbour,
        }
        for name, place in places.items():
            content = content.replace(f"@{name}@".encode(), str(place).encode())
        return content

    def files(self) -> dict[str, tuple[object, ...]]:
        """Every file and folder of the stage: mode, links, time and digest."""
        found: dict[str, tuple[object, ...]] = {}
        for path in sorted(self.folder.rglob("*")):
            state = path.lstat()
            digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            found[str(path)] = (state.st_mode, state.st_nlink, state.st_mtime_ns, digest)
        return found


def build_stage(folder: Path) -> Stage:
    """Build the course, a class, a home folder and servers that wait for visitors."""
    shutil.copytree(HERE.parent / "toy", folder / "project")
    build("toy", folder / "project")
    hidden = folder / "project/solutions/toy/hidden/test_toy_hidden.py"
    hidden.write_text(f"{hidden.read_text()}\n# {SECRET} hidden test\n")
    for name, text in {
        "classroom/gradebook.csv": f"ada,5\nbob,5\n# {SECRET} gradebook\n",
        "classroom/ada/toy.py": f"# {SECRET} neighbour\n{_right()}",
        "home/.ssh/id": f"{SECRET} key\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    stage = Stage(folder, _free_port())
    for family, kind, address in (
        (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", stage.port)),
        (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", stage.port)),
        (socket.AF_UNIX, socket.SOCK_STREAM, str(folder / "service.sock")),
        (socket.AF_UNIX, socket.SOCK_STREAM, f"\0{MARK}-{stage.port}"),
    ):
        server = socket.socket(family, kind)
        server.bind(address)
        threading.Thread(target=_wait, args=(server, stage.seen), daemon=True).start()
    return stage


def _right() -> str:
    from hostile import generated

    return generated.RIGHT


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: socket.socket, seen: list[bytes]) -> None:
    """Serve visitors, and remember them."""
    if server.type == socket.SOCK_DGRAM:
        seen.append(server.recv(1000))
        return
    server.listen()
    while True:
        visitor, _ = server.accept()
        seen.append(b"a visitor")
        with suppress(OSError):
            visitor.sendall(SECRET.encode())
        visitor.close()


@dataclass(frozen=True)
class Outcome:
    """What became of an attack."""

    name: str
    earned: tuple[str, ...]
    said: str
    left_alive: int
    next_earned: int
    seconds: float


_nurseries: dict[bool, Nursery] = {}


def _nursery(stage: Stage, torch: bool = False) -> Nursery:
    if torch not in _nurseries:
        _nurseries[torch] = Nursery(["torch"] if torch else [], stage.strategies)
        atexit.register(_nurseries[torch].close)
    return _nurseries[torch]


def _graded(
    content: bytes, file: str, stage: Stage, nursery: Nursery, limits: Limits = LIMITS
) -> UnitResult:
    try:
        submission = parse(content, Path(file))
    except SubmissionError as error:
        return nothing("toy", stage.project, str(error))
    return grade(submission, "toy", stage.project, nursery=nursery, limits=limits)


def _honest(stage: Stage, nursery: Nursery) -> int:
    """Points of an honest submission, which bombs beside it may slow down: limits as in earnest."""
    return _graded(_right().encode(), "toy.py", stage, nursery, Limits()).earned


def perform(attack: Attack, stage: Stage) -> Outcome:
    """Grade an attack, count what it leaves alive, and grade an honest one after it."""
    nursery = _nursery(stage, b"import torch" in attack.content)
    if not nursery.protection.reaches("confined"):
        raise RuntimeError(f"the attacks are run behind walls only; here: {nursery.protection}")
    begin = time.monotonic()
    result = _graded(stage.fill(attack.content), attack.file, stage, nursery)
    seconds = time.monotonic() - begin
    below = _below(nursery)
    following = _honest(stage, nursery)
    said = [test.message for task in result.tasks for test in task.tests] + list(result.notes)
    earned = tuple(task.task.name for task in result.tasks if task.earned)
    return Outcome(attack.name, earned, "\n".join(said), below, following, seconds)


def _below(nursery: Nursery) -> int:
    """Processes of a warm parent beyond those it has without a worker.

    Behind namespaces it is a child of what waits for it, behind bubblewrap a grandchild.
    """
    process = nursery._process
    assert process is not None
    living = psutil.Process(process.pid).children(recursive=True)
    own = {"room": 1, "bubblewrap": 2}
    least = max((own.get(name, 0) for name in nursery.protection.measures), default=0)
    return sum(each.status() != psutil.STATUS_ZOMBIE for each in living) - least


def _neighbour_starts(stage: Stage) -> int:
    """Process id of the warm parent of somebody else who grades at the same time."""
    nursery = _nursery(stage)
    if not nursery.protection.reaches("confined"):  # some of them delete what they can
        raise RuntimeError(f"the attacks are run behind walls only; here: {nursery.protection}")
    process = nursery._process
    assert process is not None
    return process.pid


def _neighbour_grades(stage: Stage, until: Path) -> list[int]:
    """Points of one honest submission, graded again and again until the attacks are over."""
    points = []
    while not until.exists():
        points.append(_honest(stage, _nursery(stage)))
        time.sleep(0.1)
    return points


@dataclass(frozen=True)
class Report:
    """What became of all of them, and of the others."""

    outcomes: dict[str, Outcome]
    neighbour: list[int]
    changed: list[str]
    visitors: list[bytes]
    strays: list[str]
    protection: str


def run(
    chosen: list[Attack], jobs: int = 4, strategies: tuple[str, ...] = walls.STRATEGIES
) -> Report:
    """Run attacks beside a neighbour who grades honest submissions on the same machine."""
    context = get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        stage = build_stage(Path(name))
        over = Path(name).with_suffix(".over")
        with (
            ProcessPoolExecutor(1, context) as beside,
            ProcessPoolExecutor(jobs, context) as pool,
        ):
            stage = replace(stage, strategies=strategies)
            pid = beside.submit(_neighbour_starts, stage).result()
            stage = replace(stage, neighbour=pid)
            before = stage.files()
            neighbour = beside.submit(_neighbour_grades, stage, over)
            # The slow ones first, so that none of them is alone at the end.
            slow = ("hang", "handle_slow", "bomb", "memory", "channel_half", "clock", "stopped")
            order = sorted(chosen, key=lambda attack: not attack.name.startswith(slow))
            try:
                outcomes = list(pool.map(perform, order, [stage] * len(order)))
            finally:
                over.touch()
            after = stage.files()
            points = neighbour.result()
            protection = str(pool.submit(_protection, stage).result())
        over.unlink()
        changed = [
            path for path in before.keys() | after.keys() if before.get(path) != after.get(path)
        ]
    return Report(
        {outcome.name: outcome for outcome in outcomes},
        points,
        sorted(changed),
        stage.seen,
        strays(),
        protection,
    )


def _protection(stage: Stage) -> str:
    return str(_nursery(stage).protection)


def strays() -> list[str]:
    """Files of the attacks' name in the places where anybody may write, or a student might."""
    import sys

    places = {"/", "/tmp", "/var/tmp", "/dev/shm", "/run", "/etc", str(Path.home()), *sys.path}
    found = []
    for place in places:
        for entry in Path(place).glob(f"{MARK}*") if Path(place).is_dir() else ():
            found.append(str(entry))
    return sorted(found)

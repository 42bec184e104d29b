"""The sandbox: what it says holds, and what holds is enough for what it is asked to keep off."""

import errno
import json
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from ftlib.grading import judge, sandbox
from ftlib.grading.judge import JudgeError, Limits, Nursery, Stopped, Worker
from ftlib.grading.sandbox import room, syscalls, walls
from ftlib.grading.sandbox.protection import LEVELS, Protection

ALL = ("mounts", "network", "pids", "identity", "landlock", "scope", "seccomp", "watch")


@pytest.fixture
def forget(monkeypatch):
    """Walls that could not be built before are tried again."""
    monkeypatch.setattr(judge, "_failed", set())


def told(worker: Worker, code: str, seconds: float = 20.0):
    """What a worker says of itself: the value of the expression at the end of `code`."""
    *lines, last = code.strip().splitlines()
    source = "\n".join(["import json, os", *lines, f"raise ValueError(json.dumps({last}))"])
    answer = worker.ask({"op": "cell", "name": "<cell 1>", "source": source}, seconds, "the cell")
    return json.loads(answer["error"]["text"])


# What is said


def test_levels_follow_from_what_is_protected():
    assert Protection(ALL).level == "isolated"
    assert Protection(ALL).unprotected == ()
    assert Protection(("landlock", "scope", "seccomp", "watch")).level == "confined"
    for missing in ({"mounts", "landlock"}, {"network", "seccomp"}, {"pids", "identity", "scope"}):
        left = Protection(tuple(set(ALL) - missing))
        assert left.level == "limits"
        assert left.unprotected
    assert [Protection(()).reaches(level) for level in LEVELS] == [True, False, False]
    assert [Protection(ALL).reaches(level) for level in LEVELS] == [True, True, True]
    with pytest.raises(ValueError, match="choose one of limits, confined, isolated"):
        Protection(ALL).reaches("total")


def test_the_statement_names_what_protects_and_what_does_not():
    text = str(Protection(("landlock", "watch")))
    assert "Landlock" in text.split("not protected:")[0]
    assert "the network" in text.split("not protected:")[1]
    assert "nothing of what is known" in str(Protection(ALL))
    assert sandbox.describe().startswith("protected by: ")


# What holds


@pytest.mark.parametrize("strategy", [list(walls.STRATEGIES), ["none"]])
def test_a_worker_is_behind_every_wall_that_the_statement_names(forget, strategy):
    code = """
status = dict(line.split(":", 1) for line in open("/proc/self/status").read().splitlines())
def refused(action):
    try: action()
    except OSError: return True
    return False
import socket
{"caps": int(status["CapEff"], 16), "privileges": int(status["NoNewPrivs"]), "seccomp": int(status["Seccomp"]), "uid": os.getuid(), "pids": None if refused(lambda: os.listdir("/proc")) else [int(p) for p in os.listdir("/proc") if p.isdigit()], "fds": sorted(map(int, os.listdir("/proc/self/fd"))), "inet": refused(lambda: socket.socket()), "write": refused(lambda: open("/usr/hostile-mark", "w")), "scratch": refused(lambda: open("mine", "w")), "empty": os.listdir(), "parent": os.getppid(), "home": os.environ["HOME"] == os.getcwd()}
"""  # noqa: E501
    with Nursery(strategies=strategy) as nursery:
        held = nursery.protection.measures
        worker = Worker(nursery, Limits())
        seen = told(worker, code)
        worker.end()
    assert (seen["caps"], seen["privileges"]) == (0, 1)
    assert seen["seccomp"] == (2 if "seccomp" in held else 0)
    assert (seen["uid"] >= 2**29) == ("identity" in held)
    if "room" in held:
        assert seen["pids"] == [1, 2]
        assert seen["parent"] == 0
    elif "landlock" in held:
        assert seen["pids"] is None
    assert seen["inet"] == ("seccomp" in held)
    assert seen["write"] == bool({"mounts", "landlock", "identity"} & set(held))
    assert seen["fds"] == [0, 1, 2, 3, 4]  # 4 is the listing itself
    assert (seen["scratch"], seen["empty"], seen["home"]) == (False, ["mine"], True)


def test_an_ordinary_user_gets_walls_too():
    """A process without any capability, in a user namespace that makes it an ordinary user."""
    code = """
import json, os
from pathlib import Path
from ftlib.grading.sandbox import identity, kernel
user, group = os.geteuid(), os.getegid()
kernel.unshare(kernel.CLONE_NEWUSER)
Path("/proc/self/setgroups").write_text("deny")
Path("/proc/self/uid_map").write_text(f"1000 {user} 1")
Path("/proc/self/gid_map").write_text(f"1000 {group} 1")
identity.renounce()
from ftlib.grading.judge import Limits, Nursery, Worker
with Nursery() as nursery:
    worker = Worker(nursery, Limits())
    answer = worker.ask({"op": "cell", "name": "c", "source": "x = 1"}, 20, "c")
    worker.end()
    print(json.dumps([os.geteuid(), nursery.protection.measures, answer]))
"""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    user, measures, answer = json.loads(done.stdout)
    assert user == 1000
    assert "identity" not in measures  # an ordinary user cannot become another
    assert {"landlock", "seccomp"} <= set(measures)
    assert answer == {"id": 1, "value": None}


def test_bubblewrap_shows_the_same_files(monkeypatch):
    monkeypatch.setattr(walls.shutil, "which", lambda name: f"/opt/{name}")
    command = walls.bubblewrap(["/usr", "/srv/python/lib"])
    assert command[0] == "/opt/bwrap"
    assert "--unshare-all" in command
    assert "--die-with-parent" in command
    binds = [command[i + 1 : i + 3] for i, each in enumerate(command) if each == "--ro-bind"]
    assert [target for _, target in binds] == ["/usr", "/srv/python/lib"]
    assert not any(each.startswith("--bind") for each in command)
    monkeypatch.setattr(walls.shutil, "which", lambda name: None)
    assert walls.bubblewrap(["/usr"]) is None


def test_what_a_worker_may_read_holds_nothing_of_the_course(tmp_path, monkeypatch):
    project = Path(__file__).parents[2]
    monkeypatch.syspath_prepend(str(project))  # as an editable install does
    monkeypatch.syspath_prepend(str(tmp_path))
    cache = tmp_path / "cache"
    cache.mkdir()
    paths = room.readable({"FTLIB_CACHE": str(cache), "LD_LIBRARY_PATH": ""})
    assert str(cache) in paths
    for secret in (project / "solutions", project / "exercises", project / "tests", tmp_path):
        above = {str(secret), *map(str, secret.parents)}
        assert not above & set(paths), secret
    assert any(os.__file__.startswith(path) for path in paths)
    assert any(judge.__file__.startswith(path) for path in paths)


def test_a_worker_that_cannot_be_walled_in_does_not_run():
    with Nursery(strategies=["namespaces", "none"]) as nursery:
        impossible = replace(Limits(), files=0)
        with pytest.raises(JudgeError, match="could not be put behind the walls"):
            Worker(nursery, impossible)
        worker = Worker(nursery, Limits())  # the parent has taken no harm
        assert told(worker, "1") == 1
        worker.end()


def test_no_wall_at_all_is_an_error():
    with Nursery(strategies=[]) as nursery, pytest.raises(JudgeError, match="does not start"):
        Worker(nursery, Limits())


# What all processes of a submission use together

LOOSE = Limits(call_s=60.0, cell_s=60.0, memory_bytes=200 * 2**20, cpu_s=2, processes=12)
OVER = {
    "memory": (
        "import os, time\nfor _ in range(4):\n    if os.fork() == 0:\n"
        "        block = bytearray(b'1') * (90 * 2**20)\n        time.sleep(600)\ntime.sleep(600)",
        "used more memory than it may",
    ),
    "cpu": (
        "import os\nfor _ in range(3):\n    os.fork()\nwhile True: pass",
        "used more processor time than it may",
    ),
}


@pytest.mark.parametrize("what", OVER)
def test_limits_hold_for_all_processes_together(nursery, what):
    code, said = OVER[what]
    worker = Worker(nursery, LOOSE)
    with pytest.raises(Stopped, match=said):
        worker.ask({"op": "cell", "name": "<cell 1>", "source": code}, 60.0, "the cell")


def test_processes_are_counted(nursery):
    worker = Worker(nursery, LOOSE)
    code = """
import time
count = 0
try:
    while count < 100:
        if os.fork() == 0:
            time.sleep(600)
        count += 1
except OSError as error:
    pass
count
"""
    counted, said = 0, "more processes than it may"
    try:
        counted = told(worker, code)
        worker.end()
    except Stopped as stopped:
        said = str(stopped)
    assert counted <= LOOSE.processes + 2
    assert "more processes than it may" in said


def test_scratch_is_of_one_worker_and_no_larger_than_it_may(nursery):
    if "mounts" not in nursery.protection.measures:
        assert "files" not in nursery.protection.unprotected
    limits = replace(LOOSE, scratch_bytes=2**20, file_bytes=2**19)
    worker = Worker(nursery, limits)
    code = """
written = 0
try:
    for index in range(100):
        with open(f"f{index}", "wb") as file:
            written += file.write(bytes(2**16))
            file.flush()
except OSError:
    pass
written
"""
    filled = told(worker, code)
    worker.end()
    if "room" in nursery.protection.measures:
        assert filled <= 2**20
    other = Worker(nursery, limits)
    assert told(other, "os.listdir()") == []
    other.end()


# Who dies with whom

STARTS = """
import os, sys, time
from ftlib.grading.judge import Limits, Nursery, Worker
nursery = Nursery()
worker = Worker(nursery, Limits())
code = "import os, time\\nfor _ in range(3):\\n    if os.fork() == 0:\\n        os.setsid()\\n"
code += "        time.sleep(600)\\n"
worker.ask({"op": "cell", "name": "c", "source": code}, 20, "c")
print(nursery._process.pid, flush=True)
time.sleep(600)
"""


def gone(processes: list[psutil.Process], seconds: float = 10.0) -> bool:
    return not psutil.wait_procs(processes, timeout=seconds)[1]


@pytest.mark.parametrize("victim", ["judge", "parent"])
def test_when_judge_or_parent_is_killed_nothing_stays_alive(victim):
    with subprocess.Popen([sys.executable, "-c", STARTS], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        parent = psutil.Process(int(process.stdout.readline()))
        below = [parent, *parent.children(recursive=True)]
        assert len(below) >= 5
        os.kill(process.pid if victim == "judge" else parent.pid, signal.SIGKILL)
        try:
            assert gone(below[1:] if victim == "parent" else below)
        finally:
            process.kill()


def test_a_parent_that_dies_is_replaced_by_one_with_the_same_walls():
    with Nursery() as nursery:
        before = nursery.protection
        nursery._process.kill()
        nursery._process.wait()
        worker = Worker(nursery, Limits())
        assert told(worker, "2") == 2
        worker.end()
        assert nursery.protection == before


def test_two_judges_do_not_meet():
    see = "[int(p) for p in os.listdir('/proc') if p.isdigit()] if os.access('/proc', 4) else []"
    with Nursery() as one, Nursery() as other:
        first, second = Worker(one, Limits()), Worker(other, Limits())
        told(first, "open('secret', 'w').close()\n1")
        assert told(second, "os.listdir()") == []
        if "pids" in one.protection.measures:
            assert len(told(second, see)) <= 2
        first.end()
        assert told(second, "3") == 3
        second.end()


# The filter of system calls, read by an interpreter of its own

ALLOW, KILL, EPERM, ENOSYS = "allow", "kill", errno.EPERM, errno.ENOSYS
MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# From the kernel's tables: arch/x86/entry/syscalls/syscall_64.tbl and scripts/syscall.tbl.
NAMES = "read getpid kill socketpair openat futex ptrace mount unshare bpf io_uring_setup "
NAMES += "keyctl clone clone3 socket chroot setns shmget fchmod utimensat setpriority prlimit64"
X86 = [0, 39, 62, 53, 257, 202, 101, 165, 272, 321, 425, 250, 56, 435, 41, 161, 308, 29]
X86 += [91, 280, 141, 302]
ARM = [63, 172, 129, 199, 56, 98, 117, 40, 97, 280, 425, 219, 220, 435, 198, 51, 268, 194]
ARM += [52, 88, 140, 261]
NUMBERS = {
    "x86_64": dict(zip(NAMES.split(), X86, strict=True)),
    "aarch64": dict(zip(NAMES.split(), ARM, strict=True)),
}


def verdict(code: bytes, number: int, arch: int, argument: int = 0):
    """What a BPF program decides on a call (the instructions that are used here only)."""
    data = struct.pack("<iIQQ", number, arch, 0, argument)
    accumulator = line = 0
    while True:
        operation, yes, no, k = struct.unpack_from("=HBBI", code, 8 * line)
        line += 1
        if operation == 0x20:
            accumulator = struct.unpack_from("<I", data, k)[0]
        elif operation == 0x54:
            accumulator &= k
        elif operation in (0x15, 0x35):
            line += yes if (accumulator == k if operation == 0x15 else accumulator >= k) else no
        else:
            assert operation == 0x06
            return {0x7FFF0000: ALLOW, 0x80000000: KILL}.get(k, k & 0xFFFF)


@pytest.mark.parametrize("machine", MACHINES)
def test_the_filter_refuses_what_it_names_and_nothing_else(machine):
    arch, numbers = MACHINES[machine], NUMBERS[machine]
    for alone in (True, False):
        code = syscalls.program(machine, alone)

        def decide(name, argument=0, code=code):
            # the first argument stands at offset 16 of struct seccomp_data
            return verdict(code, numbers[name], arch, argument)

        for name in ("read", "getpid", "kill", "socketpair", "openat", "futex"):
            assert decide(name) == ALLOW, name
        for name in ("ptrace", "mount", "unshare", "bpf", "io_uring_setup", "keyctl"):
            assert decide(name) == EPERM, name
        for name in ("chroot", "setns", "shmget"):
            assert decide(name) == EPERM, name
        for name in ("fchmod", "utimensat", "setpriority"):  # 0: ignored, and said to be done
            assert decide(name) == (ALLOW if alone else 0), name
        assert decide("prlimit64", 0) == ALLOW
        assert decide("prlimit64", 1234) == (ALLOW if alone else EPERM)
        assert decide("clone3") == ENOSYS
        assert decide("clone", signal.SIGCHLD) == ALLOW
        assert decide("clone", 0x3D0F00) == ALLOW  # a thread
        for namespace in (0x20000, 0x10000000, 0x40000000 | signal.SIGCHLD):
            assert decide("clone", namespace) == EPERM
        assert decide("socket", 1) == (ALLOW if alone else EPERM)
        for family in (2, 10, 16, 17):  # IPv4, IPv6, netlink, raw packets
            assert decide("socket", family) == EPERM
        assert verdict(code, numbers["read"], 0x40000003) == KILL  # 32-bit calls
    if machine == "x86_64":
        assert verdict(code, 0x40000000 | numbers["read"], arch) == EPERM  # the x32 numbers


def test_a_worker_starts_soon(nursery):
    """The start must not have grown a round of imports: a second is an eternity for a fork."""
    times = []
    for _ in range(5):
        begin = time.monotonic()
        worker = Worker(nursery, Limits())
        times.append(time.monotonic() - begin)
        worker.end()
    assert min(times) < 1.0


@pytest.mark.parametrize("strategy", walls.STRATEGIES)
def test_what_lies_below_tmp_can_still_be_read(forget, monkeypatch, strategy):
    """Python itself may be installed there; only the scratch folder is the worker's own."""
    if strategy == "bubblewrap" and walls.bubblewrap([]) is None:
        return
    below = Path(tempfile.mkdtemp(dir="/tmp"))
    try:
        os.chmod(below, 0o755)
        (below / "weights").write_text("kept")
        monkeypatch.setenv("FTLIB_CACHE", str(below))
        with Nursery(strategies=[strategy]) as nursery:
            worker = Worker(nursery, Limits())
            assert told(worker, f"open({str(below / 'weights')!r}).read()") == "kept"
            assert told(worker, "open('own', 'w').write('mine')") == 4
            worker.end()
    finally:
        shutil.rmtree(below)
    assert not any(path.startswith(room.SCRATCH) for path in room.readable(os.environ))

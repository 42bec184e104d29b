"""What keeps a submission from the machine, which of it holds here, and how to ask for more.

    mounts     a file system of its own: what Python needs, read-only, and a scratch folder
    network    no network device at all
    pids       it sees and reaches no other process
    identity   a user id that owns nothing, without capabilities
    landlock   the kernel refuses other files and TCP; `scope`: signals to others, too
    seccomp    the kernel refuses the calls that attacks are built from
    watch      time, memory and processes are limited over all that it starts

Each is tried when the warm parent starts; a worker that cannot build one of them afterwards does
not run. `describe()` says in words what came of it.
"""

from ftlib.grading.sandbox.protection import LEVELS, Protection

__all__ = ["LEVELS", "Protection", "describe"]


def describe() -> str:
    """`protected by: …; not protected: …` for graded runs on this machine."""
    from ftlib.grading.judge import Nursery

    with Nursery() as nursery:
        return str(nursery.protection)

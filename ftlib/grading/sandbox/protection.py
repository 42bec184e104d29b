"""The statement of what protects a run, and its level."""

from __future__ import annotations

from dataclasses import dataclass

LEVELS = ("limits", "confined", "isolated")
_SAID = {
    "bubblewrap": "bubblewrap",
    "mounts": "a file system of its own (read-only, scratch in memory)",
    "network": "no network device",
    "pids": "process and IPC namespaces",
    "identity": "a user id that owns nothing",
    "landlock": "Landlock",
    "seccomp": "a filter of system calls",
    "watch": "limits on all its processes together",
}
# What is at stake: any one of the measures behind it protects it.
_AT_STAKE = {
    "files": ("mounts", "landlock"),
    "the network": ("network", "seccomp"),
    "other processes": ("pids", "identity", "scope"),
    "the number of processes and their memory together": ("watch",),
    "the kernel's rarer calls": ("seccomp",),
}
_CONFINED = ("files", "the network", "other processes")


@dataclass(frozen=True)
class Protection:
    """The measures that hold in every worker of a run."""

    measures: tuple[str, ...]

    @property
    def unprotected(self) -> tuple[str, ...]:
        """What nothing protects."""
        held = set(self.measures)
        return tuple(name for name, means in _AT_STAKE.items() if not held.intersection(means))

    @property
    def level(self) -> str:
        """`limits`: a process of its own under limits. `confined`: files, network and other
        processes are each behind one wall at least. `isolated`: each behind two."""
        if set(_CONFINED) & set(self.unprotected):
            return "limits"
        walls = {"mounts", "network", "pids", "landlock", "seccomp"}
        return "isolated" if walls <= set(self.measures) else "confined"

    def reaches(self, level: str) -> bool:
        """Whether this is `level` or more.

        Raises:
            ValueError: when there is no such level.
        """
        if level not in LEVELS:
            raise ValueError(f"level {level!r} is none; choose one of {', '.join(LEVELS)}")
        return LEVELS.index(self.level) >= LEVELS.index(level)

    def __str__(self) -> str:
        means = [text for name, text in _SAID.items() if name in self.measures]
        text = "; ".join(["a process without tests or scores, under limits", *means])
        left = "; ".join(self.unprotected) or "nothing of what is known"
        return f"protected by: {text} (level {self.level}); not protected: {left}"

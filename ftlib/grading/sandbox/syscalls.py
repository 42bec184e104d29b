"""A filter of system calls (seccomp): what no numerical code needs and attacks are built from.

Installed in the worker after the fork, so that the warm parent keeps its own rights. Written as a
plain BPF program: libseccomp is not everywhere, and could not be relied on.
Source: the kernel's Documentation/userspace-api/seccomp_filter.rst; numbers as libseccomp 2.5.4
resolves them.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from functools import lru_cache

from ftlib.grading.sandbox import kernel

_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# name: number on x86_64, number on aarch64 (-1: does not exist there)
REFUSED = {
    # other processes' memory, descriptors and secrets
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    "process_madvise": (440, 440),
    "perf_event_open": (298, 241),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "process_mrelease": (448, 448),
    # the kernel itself
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "reboot": (169, 142),
    "syslog": (103, 116),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "iopl": (172, -1),
    "ioperm": (173, -1),
    "modify_ldt": (154, -1),
    "personality": (135, 92),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "vhangup": (153, 58),
    "lookup_dcookie": (212, 18),
    # namespaces and file systems
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "mount_setattr": (442, 442),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    "fanotify_init": (300, 262),
    "mknod": (133, -1),
    "mknodat": (259, 33),
    # the clock and the machine's name
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "adjtimex": (159, 171),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    # memory and messages that outlive a process or that no limit counts
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "shmdt": (67, 197),
    "msgget": (68, 186),
    "msgsnd": (69, 189),
    "msgrcv": (70, 188),
    "msgctl": (71, 187),
    "semget": (64, 190),
    "semop": (65, 193),
    "semctl": (66, 191),
    "semtimedop": (220, 192),
    "mq_open": (240, 180),
    "mq_unlink": (241, 181),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
}
# What changes a file's mode, owner and times, or another process's priority: no business of
# Landlock's, so that it is ignored where no namespace does: the call says 0 and does nothing.
IGNORED = {
    "chmod": (90, -1),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, -1),
    "fchown": (93, 55),
    "lchown": (94, -1),
    "fchownat": (260, 54),
    "utime": (132, -1),
    "utimes": (235, -1),
    "futimesat": (261, -1),
    "utimensat": (280, 88),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "setpriority": (141, 140),
    "ioprio_set": (251, 30),
    "sched_setaffinity": (203, 122),
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "sched_setattr": (314, 274),
}
_CLONE, _CLONE3, _SOCKET, _PRLIMIT = (56, 220), (435, 435), (41, 198), (302, 261)
_NEW_NAMESPACES = 0x7E02_0000  # CLONE_NEW*
_AF_UNIX = 1
_ALLOW, _KILL, _ERRNO = 0x7FFF_0000, 0x8000_0000, 0x0005_0000
_LOAD, _AND, _RETURN = 0x20, 0x54, 0x06
_EQUAL, _AT_LEAST = 0x15, 0x35
_NUMBER, _ARCH, _ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
_X32 = 0x4000_0000
_FILTER = 2


def available() -> bool:
    """Whether the numbers of this machine's system calls are known."""
    return os.uname().machine in _AUDIT


@lru_cache  # once, before the parent forks: in a fresh child it takes forty times as long
def program(machine: str, alone: bool) -> bytes:
    """The BPF program for `machine` (x86_64 or aarch64).

    Args:
        machine: as `os.uname()` names it.
        alone: the process sees no files and processes but its own (by namespaces). Then it may
            have local sockets and change modes and priorities; else it may not.
    """
    which = list(_AUDIT).index(machine)
    refuse = _ERRNO | errno.EPERM
    lines: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 1, 0, _AUDIT[machine]),  # 32-bit calls have other numbers
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, refuse),
    ]
    for numbers in REFUSED.values():
        if numbers[which] >= 0:
            lines += [(_EQUAL, 0, 1, numbers[which]), (_RETURN, 0, 0, refuse)]
    for numbers in () if alone else IGNORED.values():
        if numbers[which] >= 0:
            lines += [(_EQUAL, 0, 1, numbers[which]), (_RETURN, 0, 0, _ERRNO)]
    if not alone:  # limits of this process only
        lines += [(_EQUAL, 0, 4, _PRLIMIT[which]), (_LOAD, 0, 0, _ARGUMENT)]
        lines += [(_EQUAL, 1, 0, 0), (_RETURN, 0, 0, refuse), (_RETURN, 0, 0, _ALLOW)]
    # ENOSYS: the C library then uses clone, whose flags can be read.
    lines += [(_EQUAL, 0, 1, _CLONE3[which]), (_RETURN, 0, 0, _ERRNO | errno.ENOSYS)]
    lines += [(_EQUAL, 0, 5, _CLONE[which]), (_LOAD, 0, 0, _ARGUMENT)]
    lines += [(_AND, 0, 0, _NEW_NAMESPACES), (_EQUAL, 1, 0, 0), (_RETURN, 0, 0, refuse)]
    lines += [(_RETURN, 0, 0, _ALLOW)]
    lines += [(_EQUAL, 0, 3, _SOCKET[which]), (_LOAD, 0, 0, _ARGUMENT)]
    lines += [(_EQUAL, 1 if alone else 0, 0, _AF_UNIX), (_RETURN, 0, 0, refuse)]
    lines += [(_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("lines", ctypes.c_char_p)]


def restrict(alone: bool) -> None:
    """Install the filter in this process for good; it needs `no_new_privs`. Raises OSError."""
    code = program(os.uname().machine, alone)
    passed = _Program(len(code) // 8, code)
    kernel.prctl(kernel.PR_SET_SECCOMP, _FILTER, ctypes.byref(passed))

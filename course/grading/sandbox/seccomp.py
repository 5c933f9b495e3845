"""A filter of system calls for sandboxed processes: no notebook needs these, and they reach beyond the sandbox.

Refused are: new namespaces and mounts, tracing and reading other processes, kernel keys, System V and POSIX message
queues (they would still be there for the next submission), BPF, io_uring, ``userfaultfd``, memory without a name in
the file system (it escapes the limits), sockets other than Unix' and the Internet's, and changing the limits,
priority or processors of another process. A refused call fails with an error; it kills nothing.

The filter is a classic BPF program, see ``Documentation/userspace-api/seccomp_filter.rst`` in the Linux sources.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import socket
import struct
from dataclasses import dataclass

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
_LOAD, _AND, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
_NEW_NAMESPACES = 0x7E020000  # CLONE_NEW… of clone(2), all seven
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C  # type into a terminal
_SHARED_ANONYMOUS = 0x21  # MAP_SHARED | MAP_ANONYMOUS
_FIRST_UNKNOWN = 470  # system calls newer than this file

# Refused whatever their arguments: name → number on x86_64 and on aarch64.
_REFUSED = {
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "open_tree_attr": (467, 467),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "memfd_secret": (447, 447),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "fanotify_init": (300, 262),
    "syslog": (103, 116),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "reboot": (169, 142),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "ioprio_set": (251, 30),
}
# Reported as if this kernel had none: callers then do without.
_UNKNOWN = {"clone3": (435, 435), "memfd_create": (319, 279)}
_JUDGED = {
    "clone": (56, 220),
    "socket": (41, 198),
    "prlimit64": (302, 261),
    "setpriority": (141, 140),
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "sched_setaffinity": (203, 122),
    "sched_setattr": (314, 274),
    "ioctl": (16, 29),
    "mmap": (9, 222),
}
_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}


@dataclass(frozen=True)
class _Test:
    """A condition on an argument (its lower 32 bits) under which a call is refused, or is not."""

    argument: int
    jump: int
    value: int
    refuse: bool = True
    mask: int = 0xFFFFFFFF


_TESTS = {
    "clone": [_Test(0, _ANY_BIT, _NEW_NAMESPACES)],
    "prlimit64": [_Test(0, _EQUAL, 0, refuse=False)],  # the caller itself
    "setpriority": [_Test(1, _EQUAL, 1), _Test(0, _EQUAL, 0, refuse=False)],  # one process, and not the fork server
    "sched_setparam": [_Test(0, _EQUAL, 1)],  # process 1 is the fork server
    "sched_setscheduler": [_Test(0, _EQUAL, 1)],
    "sched_setaffinity": [_Test(0, _EQUAL, 1)],
    "sched_setattr": [_Test(0, _EQUAL, 1)],
    "ioctl": [_Test(1, _EQUAL, _TIOCSTI), _Test(1, _EQUAL, _TIOCLINUX)],
    "mmap": [_Test(3, _EQUAL, _SHARED_ANONYMOUS, mask=_SHARED_ANONYMOUS)],
    "socket": [_Test(0, _EQUAL, family, refuse=False) for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6)],
}


def problem() -> str:
    """Return why there is no filter for this machine's processor; empty if there is one."""
    machine = platform.machine()
    if machine in _AUDIT:
        return ""
    return f"the filter of system calls knows the processors {' and '.join(_AUDIT)}, and this is {machine or 'unknown'}"


def install() -> None:
    """Impose the filter on this process and its children, for good.

    Raises:
        OSError: There is no filter for this machine's processor, or the kernel took none.
    """
    if unknown := problem():
        raise OSError(errno.ENOSYS, unknown)
    code = program(platform.machine())
    buffer = ctypes.create_string_buffer(code)
    header = struct.pack("HP", len(code) // 8, ctypes.addressof(buffer))  # struct sock_fprog
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, header, 0, 0):
        number = ctypes.get_errno()
        raise OSError(number, f"the kernel took no filter of system calls: {errno.errorcode.get(number, number)}")


def program(machine: str) -> bytes:
    """Return the filter for a machine, ``"x86_64"`` or ``"aarch64"``, as an array of ``struct sock_filter``."""
    column = list(_AUDIT).index(machine)
    lines = [(_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 1, 0, _AUDIT[machine]), _fail(errno.ENOSYS)]
    lines += [(_LOAD, 0, 0, _NUMBER), (_AT_LEAST, 0, 1, _FIRST_UNKNOWN), _fail(errno.ENOSYS)]  # x32's are above too
    for numbers in _REFUSED.values():
        lines += [(_EQUAL, 0, 1, numbers[column]), _fail(errno.EPERM)]
    for numbers in _UNKNOWN.values():
        lines += [(_EQUAL, 0, 1, numbers[column]), _fail(errno.ENOSYS)]
    for name, numbers in _JUDGED.items():
        block = _judgement(_TESTS[name])
        lines += [(_EQUAL, 0, len(block), numbers[column]), *block]
    lines.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *line) for line in lines)


def _judgement(tests: list[_Test]) -> list[tuple[int, int, int, int]]:
    """Return instructions that try tests in turn; what none decides gets the opposite of the last one's verdict."""
    lines = []
    for test in tests:
        verdict = _fail(errno.EPERM) if test.refuse else (_RETURN, 0, 0, _ALLOW)
        lines += [(_LOAD, 0, 0, _ARGUMENTS + 8 * test.argument), (_AND, 0, 0, test.mask)]
        lines += [(test.jump, 0, 1, test.value), verdict]
    return [*lines, (_RETURN, 0, 0, _ALLOW) if tests[-1].refuse else _fail(errno.EPERM)]


def _fail(number: int) -> tuple[int, int, int, int]:
    return (_RETURN, 0, 0, _FAIL | number)

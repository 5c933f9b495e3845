# The first cell of every attack: what any attacker would write first. KNOWN stands above it: all that one could know.
import contextlib
import ctypes
import os
import socket
import stat
import struct
import subprocess
import sys
import time

LIBC = ctypes.CDLL(None, use_errno=True)


def session():
    """Return this process' socket to the examiner."""
    for descriptor in range(3, 64):
        with contextlib.suppress(OSError):
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                return socket.socket(fileno=os.dup(descriptor))


def come_true(*attempts):
    """Return what came of those attempts that did not fail."""
    found = []
    for attempt in attempts:
        with contextlib.suppress(BaseException):
            value = attempt()
            if value is not None and value is not False:
                found.append(str(value)[:200])
    return found


def wrote(path, data):
    """Write to a file; return its path if that worked."""
    return os.write(os.open(path, os.O_WRONLY), data) and path


def called(name, *arguments):
    """Call a function of the C library; return its name if it worked."""
    return name if getattr(LIBC, name)(*arguments) != -1 else None

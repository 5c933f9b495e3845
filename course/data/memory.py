"""Arrays that were read once in this process, kept for the next time: a few sets, the least used goes first."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

import numpy as np

KEPT = 6  # splits

_kept: OrderedDict[Hashable, dict[str, np.ndarray]] = OrderedDict()
_lock = threading.RLock()


def remembered(key: Hashable, read: Callable[[], dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Return ``read()``, or what it returned when it was last called with this key.

    Threads that ask at the same time wait for one reading. The arrays are shared, and therefore made read-only.
    """
    with _lock:
        if key not in _kept:
            arrays = read()
            for array in arrays.values():
                array.flags.writeable = False
            _kept[key] = arrays
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return _kept[key]


def forget() -> None:
    """Let go of all arrays."""
    with _lock:
        _kept.clear()


def _after_fork() -> None:
    """Give a forked child a lock of its own: the parent's may have been held by a thread that the child lacks."""
    global _lock
    _lock = threading.RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)

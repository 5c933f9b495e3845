"""Arrays that were read once in this process, and shared from then on: a few splits; the least used goes first.

This is about memory; files on disk are :mod:`course.data.cache`'s.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

import numpy as np

MOST_SPLITS = 6

_splits: OrderedDict[Hashable, dict[str, np.ndarray]] = OrderedDict()
_lock = threading.RLock()


def get_or_read(key: Hashable, read: Callable[[], dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Return ``read()``, or what it returned when it was last called with this key.

    Threads that ask at the same time wait for one reading. The arrays are shared, and therefore made read-only.
    """
    with _lock:
        if key not in _splits:
            arrays = read()
            for array in arrays.values():
                array.flags.writeable = False
            _splits[key] = arrays
        _splits.move_to_end(key)
        while len(_splits) > MOST_SPLITS:
            _splits.popitem(last=False)
        return _splits[key]


def clear() -> None:
    """Let go of all arrays."""
    with _lock:
        _splits.clear()


def _after_fork() -> None:
    """Give a forked child a lock of its own: the parent's may have been held by a thread that the child lacks."""
    global _lock
    _lock = threading.RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)

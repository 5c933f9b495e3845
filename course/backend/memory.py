"""How much memory a notebook has needed at most."""

from __future__ import annotations

import sys


def peak_memory() -> float:
    """Return the most memory that this process has held at once so far, in GiB (2³⁰ bytes)."""
    if sys.platform == "win32":
        import psutil

        return psutil.Process().memory_info().peak_wset / 2**30
    import resource

    unit = 1 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux kibibytes
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**30

"""Pixels In, Pixels Out: image processing with deep networks in Keras 3.

What the labs and the instructor's commands use. Importing this package imports neither TensorFlow nor Keras;
its parts do, when they need them.
"""

from __future__ import annotations

import os
from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__", "checker", "scale"]

SCALES = ("smoke", "laptop", "gpu")


def scale() -> str:
    """Return how much work a lab should do here: ``"smoke"``, ``"laptop"`` or ``"gpu"``.

    The value comes from the environment variable ``COURSE_SCALE``; without it, ``"laptop"``. ``"smoke"`` runs a
    few training steps (tests), ``"laptop"`` finishes a lab in at most 8 minutes on 2 CPU cores, and ``"gpu"`` uses
    the sizes of the papers.

    Raises:
        ValueError: ``COURSE_SCALE`` names another scale.
    """
    value = os.environ.get("COURSE_SCALE", "laptop")
    if value not in SCALES:
        raise ValueError(f"COURSE_SCALE is {value!r}; it must be one of {', '.join(SCALES)}")
    return value


def __getattr__(name: str) -> Any:
    if name == "checker":
        from course.checks.notebook import checker

        return checker
    raise AttributeError(f"module 'course' has no attribute {name!r}")

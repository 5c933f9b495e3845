"""What can go wrong when a receptive field is computed; each message says where, and what to do."""

from __future__ import annotations

from course.errors import CourseError


class ReceptiveFieldError(CourseError, ValueError):
    """The receptive field of this model, output or position cannot be given; the message says why."""


class UnknownLayerError(ReceptiveFieldError):
    """A layer has no rule, and its call cannot be followed either."""


class UnknownSizeError(ReceptiveFieldError):
    """A spatial size is ``None`` where the answer depends on it."""

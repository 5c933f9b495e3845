"""What can go wrong between a publisher's server and an array, each with a message that says what to do."""

from __future__ import annotations

from course.errors import CourseError


class DataError(CourseError):
    """A data set could not be had from a source; the message says why and what to do.

    Attributes:
        reason: The same in a few words, such as ``"no network answered"``.
    """

    def __init__(self, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason or message


class UnknownDataError(DataError, ValueError):
    """No such data set, split or source; the message lists those there are."""


class NotHereError(DataError):
    """A source simply does not have the set: nothing is wrong."""


class DamagedError(DataError):
    """A file is not what its publisher announced: truncated, wrong checksum, or not the expected layout."""


class CacheError(DataError):
    """The cache folder cannot be used: not writable, held by another process, or no space left on its disk."""


class DownloadError(DataError):
    """A server answered, but not with the whole file."""


class NoNetworkError(DownloadError):
    """Nothing answered in time."""

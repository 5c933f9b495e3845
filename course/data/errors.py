"""What can go wrong between a publisher's server and an array, each with a message that says what to do."""

from __future__ import annotations

from course.errors import CourseError


class DataError(CourseError):
    """A data set could not be had from a source; the message says why and what to do.

    Attributes:
        reason: The same in a few words, such as ``"no network answered"``. It is for readers: no code looks at it.
    """

    def __init__(self, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason or message


class UnknownDataError(DataError, ValueError):
    """There is no such data set, split or source; the message lists those there are."""


class NotHereError(DataError):
    """A source simply does not have the set: nothing is wrong."""


class DamagedError(DataError):
    """A file is not what its publisher announced: truncated, wrong checksum, or not the expected layout."""


class CacheError(DataError):
    """The cache folder cannot be used: it is not writable, or held by another process."""


class DiskFullError(CacheError):
    """The cache's disk has no space left for a set."""


class DownloadError(DataError):
    """A server answered, but not with the whole file."""


class NoNetworkError(DownloadError):
    """Nothing answered in time."""

"""What goes wrong when grades are exported."""

from __future__ import annotations


class ExportError(RuntimeError):
    """Nothing was exported; the message says why and what to do."""

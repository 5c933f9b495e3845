"""Filter the log lines of TensorFlow and absl out of what readers see; everything else passes."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

_LOG_LINE = re.compile(
    r"""^(?:
        \d{4}-\d\d-\d\d\ \d\d:\d\d:\d\d\.\d+:\ [IWEF]\ .*       # TensorFlow's C++ side
      | [IWEF]\d{4}\ \d\d:\d\d:\d+\.\d+\ .*                     # absl, which has no setting that silences all of them
      | (?:INFO|WARNING|ERROR):(?:absl|tensorflow):.*           # their Python loggers
      | WARNING:\ All\ log\ messages\ before\ absl::.*
      | To\ enable\ the\ following\ instructions:.*
    )(?:\n|\Z)""",
    re.MULTILINE | re.VERBOSE,
)


def without_log_lines(text: str) -> str:
    """Return a text without the log lines of TensorFlow and absl."""
    return _LOG_LINE.sub("", text)


@contextmanager
def quiet_stderr() -> Iterator[None]:
    """Hold back what is written to stderr, by C++ code too; at the end, pass on all but the log lines."""
    sys.stderr.flush()
    kept = os.dup(2)
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(kept, 2)
            os.close(kept)
            held.seek(0)
            sys.stderr.write(without_log_lines(held.read().decode(errors="replace")))

"""The process in which a saved notebook's answers run: ``python -m course.student.run``, called by ``course check``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell

from course.checks.notebook import Checker
from course.checks.registry import load_checks
from course.labs import Lab


def main() -> int:
    """Read the lab and the cells to run from standard input; print what raised, then the table of the checks.

    Returns:
        0 if every point was earned, else 1.
    """
    request = json.load(sys.stdin)
    shell = InteractiveShell.instance()
    for method in ("showtraceback", "showsyntaxerror"):  # what was raised is shown below, in one line
        setattr(shell, method, lambda *arguments, **keywords: None)
    for cell in request["cells"]:
        result = shell.run_cell(cell["source"], silent=True)
        error = result.error_before_exec or result.error_in_exec
        if error is not None:
            print(f"{cell['label'] or cell['id']} raised {type(error).__name__}: {error}")
    checks = Path(request["checks"])
    lab = Lab(name=request["lab"], release=checks, checks=checks, source=None)
    cells = [cell["source"] for cell in request["cells"]]
    report = Checker(load_checks(lab), shell.user_ns, cells=cells)()
    return 0 if float(report) == report.max_points else 1


if __name__ == "__main__":
    sys.exit(main())

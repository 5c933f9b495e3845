"""Set up the sandbox: install bubblewrap where that may be done, otherwise print the one line to run.

``python -m course.grading.sandbox.install`` is what ``make`` runs. It never fails: without a sandbox, all but grading
works.
"""

from __future__ import annotations

import os
import shutil
import subprocess

from course.grading.sandbox.bubblewrap import INSTALL, bubblewrap_problem

PACKAGE_MANAGERS = {
    "apt-get": ["apt-get", "install", "--yes", "--quiet", "bubblewrap"],
    "dnf": ["dnf", "install", "--assumeyes", "--quiet", "bubblewrap"],
    "pacman": ["pacman", "--sync", "--noconfirm", "bubblewrap"],
    "apk": ["apk", "add", "--quiet", "bubblewrap"],
}


def main() -> None:
    """Make bubblewrap work here if possible; say so if not."""
    if bubblewrap_problem() and not shutil.which("bwrap") and os.geteuid() == 0:
        _install()
    problem = bubblewrap_problem()
    if problem:
        print(f"{problem}. Grading runs students' code in it; to set it up:\n    {INSTALL}")


def _install() -> None:
    name = next((name for name in PACKAGE_MANAGERS if shutil.which(name)), None)
    if name is None:
        return
    if name == "apt-get":
        subprocess.run(["apt-get", "update", "--quiet"], check=False, stdout=subprocess.DEVNULL)
    subprocess.run(PACKAGE_MANAGERS[name], check=False, stdout=subprocess.DEVNULL)
    bubblewrap_problem.cache_clear()


if __name__ == "__main__":
    main()

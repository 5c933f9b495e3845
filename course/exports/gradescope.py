"""An autograder zip for Gradescope: this package, one lab, and the two scripts that Gradescope runs.

Gradescope builds a container once from the zip (``setup.sh``) and starts a fresh copy of it for every submission
(``run_autograder``). The zip carries the package as source and no notebook but the lab's; ``setup.sh`` installs what
the package needs, in the same versions as are installed here.
"""

from __future__ import annotations

import importlib.metadata
import io
import re
import stat
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

from course import labs
from course.exports.errors import ExportError, writing
from course.labs import PACKAGE, Lab

DISTRIBUTION = "pixels-in-pixels-out"
UV = "0.9"  # or newer: it installs a Python where the container's own is too old
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of all members: the same lab gives the same zip

SETUP = """\
#!/usr/bin/env bash
# Builds the autograder's environment: Gradescope runs this once, as root, with network.
set -euo pipefail
root="${{AUTOGRADER_ROOT:-/autograder}}"
source="$root/source"
apt-get update --quiet
# Most of these containers allow no namespaces; where one does, bubblewrap is used.
apt-get install --yes --quiet --no-install-recommends python3-pip python3-venv ca-certificates bubblewrap
python3 -m venv "$root/tools"
"$root/tools/bin/pip" install --quiet 'uv>={uv}'
export UV_PYTHON_INSTALL_DIR="$root/python" UV_CACHE_DIR="$root/cache"
"$root/tools/bin/uv" venv --quiet --python {python} "$root/venv"
"$root/tools/bin/uv" pip install --quiet --compile-bytecode --python "$root/venv/bin/python" \\
    --requirement "$source/requirements.txt" --constraint "$source/constraints.txt"
rm -rf "$root/cache"
echo "$source" > "$("$root/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/course.pth"
"$root/venv/bin/python" -m compileall -q "$source/course"
# Submissions run as another user: that user reads the packages, and not the seed.
chmod a+rX "$root" "$source"
chmod -R a+rX "$source/course" "$root/venv" "$root/python" 2>/dev/null || true
chmod 600 "$source/seed"
"""

RUN = """\
#!/usr/bin/env bash
# Grades one submission: Gradescope runs this as root in a fresh container.
set -euo pipefail
root="${{AUTOGRADER_ROOT:-/autograder}}"
exec "$root/venv/bin/python" -m course.exports.on_gradescope {lab} "$root"
"""


def write_autograder(lab: Lab, out: Path, seed: int) -> None:
    """Write the autograder zip of a lab.

    Args:
        lab: The lab; it must be built.
        out: The zip archive.
        seed: Seed of the checks' random inputs; submissions cannot read it.

    Raises:
        ExportError: The lab is not built, or the zip cannot be written.
    """
    missing = [path for path in (lab.release, lab.checks) if not path.is_file()]
    if missing:
        raise ExportError(f"{lab.name} has no {missing[0].name}: build it first with `course build {lab.number}`")
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data, executable in _members(lab, seed):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.external_attr = (stat.S_IFREG | (0o755 if executable else 0o644)) << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, data)
    with writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(content.getvalue())


def _members(lab: Lab, seed: int) -> Iterator[tuple[str, bytes, bool]]:
    """Yield the archive's files: name, content, whether it is a program."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    setup = SETUP.format(uv=UV, python=python)
    yield "setup.sh", setup.encode(), True
    yield "run_autograder", RUN.format(lab=lab.name).encode(), True
    yield "seed", f"{seed}\n".encode(), False
    yield "requirements.txt", "".join(f"{line}\n" for line in _requirements()).encode(), False
    yield "constraints.txt", "".join(f"{line}\n" for line in installed_versions()).encode(), False
    for path in sorted(PACKAGE.rglob("*")):
        name = path.relative_to(PACKAGE)
        if path.is_file() and "_release" not in name.parts and "__pycache__" not in name.parts:
            yield f"course/{name.as_posix()}", path.read_bytes(), False
    yield f"course/_release/labs/{lab.name}/{lab.name}.ipynb", lab.release.read_bytes(), False
    yield f"course/_release/checks/{lab.checks.name}", lab.checks.read_bytes(), False


def _requirements() -> list[str]:
    """Return what this package needs at run time, extras aside."""
    project = labs.REPOSITORY / "pyproject.toml"
    if labs.in_repository() and project.is_file():  # what an editable install remembers may be older
        return tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    needed = importlib.metadata.requires(DISTRIBUTION) or []
    return [line for line in needed if "extra ==" not in line]


def installed_versions() -> list[str]:
    """Return the exact version of every distribution that this package needs, directly or not, as installed here."""
    found: dict[str, str] = {}
    waiting = [Requirement(line) for line in _requirements()]
    while waiting:
        requirement = waiting.pop()
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        extras = [{"extra": extra} for extra in (*requirement.extras, "")]
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # of another platform, by its marker
        key = f"{name}[{','.join(sorted(requirement.extras))}]"
        if key in found:
            continue
        found[key] = f"{name}=={distribution.version}"
        for line in distribution.requires or []:
            inner = Requirement(line)
            if inner.marker is None or any(inner.marker.evaluate(extra) for extra in extras):
                waiting.append(inner)
    return sorted(set(found.values()))

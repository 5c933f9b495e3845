"""``course doctor``: whether this machine is ready, and what to do where it is not."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

import typer

DISTRIBUTION = "pixels-in-pixels-out"
SPARE = 2e9  # bytes that a disk should have beside the data: notebooks, models, caches
BACKEND_TIMEOUT = 180  # seconds; a cold import of TensorFlow takes up to half a minute
_PROBE = """
import json, time
start = time.perf_counter()
import keras
import numpy
keras.ops.convert_to_numpy(keras.ops.matmul(numpy.ones((64, 64), "float32"), numpy.ones((64, 64), "float32")))
found = {"keras": keras.__version__, "backend": keras.backend.backend(), "seconds": time.perf_counter() - start}
try:
    found["gpus"] = len(keras.distribution.list_devices("gpu"))
except (AttributeError, ImportError, NotImplementedError, RuntimeError, ValueError):
    found["gpus"] = 0
print(json.dumps(found))
"""

Status = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """One line of the examination.

    Attributes:
        subject: What was looked at.
        status: ``ok``; ``warn``, if something will not work or work less well; ``fail``, if labs will not run.
        text: What was found.
        advice: What to do; empty if nothing.
    """

    subject: str
    status: Status
    text: str
    advice: str = ""


def doctor() -> None:
    """Look over this machine: versions, backend, GPU, sandbox, data, disk; say what to do where something is wrong."""
    failed = False
    for finding in examine():
        _show(finding)
        failed |= finding.status == "fail"
    if failed:
        raise typer.Exit(1)


def examine() -> Iterator[Finding]:
    """Yield the findings, each as soon as it is known."""
    parts: tuple[Callable[[], Iterator[Finding]], ...] = (versions, labs, backend, sandbox, data, disk)
    for part in parts:
        try:
            yield from part()
        except Exception as error:
            yield Finding(
                part.__name__, "fail", f"{type(error).__name__}: {error}", "report this to the course's authors"
            )


def versions() -> Iterator[Finding]:
    """Compare Python and the installed packages with what the course asks for."""
    from packaging.requirements import Requirement

    yield Finding(
        "python", "ok", f"{platform.python_version()} at {sys.prefix}, {platform.system()} {platform.machine()}"
    )
    try:
        required = [Requirement(line) for line in metadata.requires(DISTRIBUTION) or ()]
    except metadata.PackageNotFoundError:
        yield Finding("packages", "fail", f"{DISTRIBUTION} is not installed", "pip install -e . in the repository")
        return
    needed = [one for one in required if one.marker is None or one.marker.evaluate({"extra": ""})]
    wrong = [(one, found) for one in needed if (found := _installed(one.name)) is None or found not in one.specifier]
    for one, found in wrong:
        install = f'pip install "{one.name}{one.specifier}"'
        yield Finding("packages", "fail", f"{one.name} is {found or 'missing'}", install)
    if not wrong:
        text = f"all {len(needed)} as required by {DISTRIBUTION} {metadata.version(DISTRIBUTION)}"
        yield Finding("packages", "ok", text)


def labs() -> Iterator[Finding]:
    """Say which labs there are, and at which scale they run."""
    from course import scale
    from course.labs import all_labs

    found = all_labs()
    missing = [lab for lab in found if not lab.release.is_file()]
    if missing or not found:
        names = ", ".join(lab.name for lab in missing) or "all labs"
        yield Finding("labs", "fail", f"no notebook for {names}", "course build, or install the course again")
    else:
        yield Finding("labs", "ok", ", ".join(lab.name for lab in found))
    try:
        yield Finding("scale", "ok", scale())
    except ValueError as error:
        yield Finding("scale", "fail", str(error), "unset COURSE_SCALE")


def backend() -> Iterator[Finding]:
    """Import Keras, multiply two matrices and count the GPUs, in a process of its own (a bad build may crash it)."""
    environment = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"}
    try:
        done = subprocess.run(
            [sys.executable, "-c", _PROBE],
            capture_output=True,
            text=True,
            timeout=BACKEND_TIMEOUT,
            env=environment,
            check=False,
        )
        found = json.loads(done.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        yield Finding("backend", "fail", f"Keras did not start within {BACKEND_TIMEOUT} s", "is the machine very busy?")
        return
    except (json.JSONDecodeError, IndexError):
        reason = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        advice = (
            f"pip install --force-reinstall the backend; KERAS_BACKEND is {os.environ.get('KERAS_BACKEND', 'not set')}"
        )
        yield Finding("backend", "fail", reason, advice)
        return
    yield Finding("backend", "ok", f"Keras {found['keras']} on {found['backend']}, ready in {found['seconds']:.0f} s")
    yield _gpu(found["gpus"])


def sandbox() -> Iterator[Finding]:
    """Try bubblewrap, which ``course grade`` runs submissions in."""
    from course.grading.sandbox.bubblewrap import INSTALL, bubblewrap_problem

    if problem := bubblewrap_problem():
        yield Finding("sandbox", "warn", f"{problem}; only `course grade` needs it", INSTALL)
    else:
        yield Finding("sandbox", "ok", "bubblewrap works")


def data() -> Iterator[Finding]:
    """Say where each data set would come from now."""
    from course.data import CATALOGUE
    from course.data.sources import likely_source

    for dataset in CATALOGUE.values():
        source, words = likely_source(dataset)
        here = source in ("cache", "mirror")
        advice = "" if here else f"course data fetch {dataset.name}, for the real data; labs run without, too"
        yield Finding(f"data {dataset.name}", "ok" if here else "warn", f"from {words}", advice)


def disk() -> Iterator[Finding]:
    """Compare the free space for the data and here with what is needed, and try to write here."""
    from course.data import CATALOGUE
    from course.data.cache import cache_folder

    needed = SPARE + sum(dataset.size for dataset in CATALOGUE.values())
    for subject, folder in (("disk (data)", cache_folder()), ("disk (here)", Path.cwd())):
        existing = next(parent for parent in (folder, *folder.parents) if parent.is_dir())
        free = shutil.disk_usage(existing).free
        text = f"{free / 1e9:.0f} GB free for {folder}"
        if not os.access(existing, os.W_OK):
            yield Finding(subject, "warn", f"{existing} cannot be written", "choose another folder")
        elif free < needed:
            yield Finding(subject, "warn", text, f"make room: {needed / 1e9:.0f} GB are good to have")
        else:
            yield Finding(subject, "ok", text)


def _gpu(count: int) -> Finding:
    if count:
        return Finding("gpu", "ok", f"{count} found; COURSE_SCALE=gpu runs the labs at the papers' sizes")
    if shutil.which("nvidia-smi"):
        advice = f'pip install "{DISTRIBUTION}[gpu]", and look at the driver with nvidia-smi'
        return Finding("gpu", "warn", "the machine has NVIDIA tools, but Keras finds no GPU", advice)
    return Finding("gpu", "ok", "none; the labs are sized for a CPU")


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


_COLOURS: dict[Status, str] = {"ok": "green", "warn": "yellow", "fail": "red"}


def _show(finding: Finding) -> None:
    status = typer.style(f"{finding.status:<4}", fg=_COLOURS[finding.status], bold=True)
    typer.echo(f"{status}  {finding.subject:<20} {finding.text}")
    if finding.advice:
        typer.echo(f"{'':<26} → {finding.advice}")

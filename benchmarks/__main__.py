"""``python -m benchmarks``: prints tables, writes nothing unless asked."""

from __future__ import annotations

import json
import os
import platform
import tempfile
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

console = Console(width=None if os.isatty(1) else 140)


class Part(StrEnum):
    """What can be measured."""

    EIGHT = "eight"
    SPEED = "speed"
    GROWTH = "growth"
    FORGING = "forging"
    PROFILE = "profile"
    EPOCHS = "epochs"
    DETECTION = "detection"
    TRAINING = "training"


def main(
    part: Annotated[list[Part] | None, typer.Argument(help="What to measure; everything if none.")] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Grade a thousand submissions of each lab, train for longer: two hours.")
    ] = False,
    otter: Annotated[bool, typer.Option(help="Install Otter into a throw-away environment and compare.")] = True,
    save: Annotated[Path | None, typer.Option(help="Write the numbers to this JSON file.")] = None,
) -> None:
    """Measure what the grader costs and how much it can be fooled; ends of epochs; detection ops beside oracles;
    detectors trained."""
    console.print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    numbers: dict[str, Any] = {}
    measures = {
        Part.PROFILE: _profile,
        Part.EIGHT: _eight,
        Part.SPEED: _speed,
        Part.FORGING: _forging,
        Part.GROWTH: _growth,
        Part.EPOCHS: _epochs,
        Part.DETECTION: _detection,
        Part.TRAINING: _training,
    }
    for each, measure in measures.items():
        if not part or each in part:
            numbers[each] = measure(full, otter)
    if save:
        save.write_text(json.dumps(numbers, indent=1))


def _profile(full: bool, otter: bool) -> Any:
    from benchmarks import parts

    outside, inside, exercises = parts.measure(10 if full else 5)
    console.print(parts.table(outside, inside, exercises))
    return {"worker": outside, "session": inside, "exercises": exercises}


def _eight(full: bool, otter: bool) -> Any:
    from benchmarks import eight

    with tempfile.TemporaryDirectory() as folder:
        runs = eight.measure(Path(folder))
    for line in eight.lines(runs):
        console.print(line, highlight=False)
    return [asdict(run) for run in runs]


def _speed(full: bool, otter: bool) -> Any:
    from benchmarks import speed

    with tempfile.TemporaryDirectory() as folder:
        runs = speed.measure(Path(folder), *((120, 20) if full else (60, 6)))
    console.print(speed.table(runs))
    return [asdict(run) for run in runs]


def _forging(full: bool, otter: bool) -> Any:
    from benchmarks import forging
    from benchmarks.otter_side import Otter

    with tempfile.TemporaryDirectory() as folder:
        earned = forging.measure(Otter.install(Path(folder)) if otter else None)
    console.print(forging.table(earned))
    return earned


def _growth(full: bool, otter: bool) -> Any:
    from benchmarks import growth

    marks = list(growth.measure(*((1000, 1000) if full else (30, 100))))
    console.print(growth.table(marks))
    return [asdict(mark) for mark in marks]


def _epochs(full: bool, otter: bool) -> Any:
    from benchmarks import epochs

    runs = epochs.measure(20 if full else 8)
    console.print(epochs.table(runs))
    return [asdict(run) for run in runs]


def _detection(full: bool, otter: bool) -> Any:
    from benchmarks import detection

    pairs = detection.measure(50 if full else 15)
    console.print(detection.table(pairs))
    return [asdict(pair) for pair in pairs]


def _training(full: bool, otter: bool) -> Any:
    from benchmarks import training

    runs = []
    for run in training.measure(full):
        console.print(run, highlight=False)
        runs.append(run)
    console.print(training.table(runs))
    return [asdict(run) for run in runs]


if __name__ == "__main__":
    typer.run(main)

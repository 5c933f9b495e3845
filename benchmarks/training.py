"""Detectors as labs 7 and 8 train them: AP on test images over three seeds, and what less and more time gives.

The labs' solutions themselves are run, cell by cell, with another seed or another number of epochs written into their
source: what is measured here is what a lab does.
"""

from __future__ import annotations

import contextlib
import io
import math
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from rich.table import Table

BLOOD, DIGITS = "blood cells, SSD", "digits on textures, Mask R-CNN"
NUCLEI = {"U-Net, components": "nuclei, U-Net and components", "Mask R-CNN": "nuclei, Mask R-CNN"}
SEEDS = 3
CURVE = (2, 8, 16)  # epochs on digits: what less and more time gives
# What stands in the labs' source, and what is written in its place.
BLOOD_SEEDS = {'"laptop": 1, "gpu": 3}': f'"laptop": {SEEDS}, "gpu": 3}}'}
SEED = "SEED = 0"
EPOCHS = '"laptop": (4, 12, 1900)', '"laptop": ({}, 12, 1900)'


@dataclass(frozen=True)
class Run:
    """One training.

    Attributes:
        data: The data set, and what was trained.
        seed: Seed of the weights, the order and the samples.
        epochs: Epochs of it.
        minutes: Wall time of training, the backbone's classification included.
        box_ap50: On the test images, 0 to 1; NaN where nothing was measured.
        mask_ap50: The same of masks.
    """

    data: str
    seed: int
    epochs: int
    minutes: float
    box_ap50: float
    mask_ap50: float


def measure(full: bool) -> Iterator[Run]:
    """Train with each seed as the labs do; with ``full`` also on digits, for fewer and for more epochs."""
    yield from _blood()
    for seed in range(SEEDS):
        yield from _digits_and_nuclei(seed)
    for epochs in CURVE if full else ():
        found = run_lab("lab08", {EPOCHS[0]: EPOCHS[1].format(epochs)}, "digits_ap", DIGITS_FOUND)
        yield Run(DIGITS, 0, **found)


def table(runs: list[Run]) -> Table:
    """Return a row per training, and mean ± standard deviation over the seeds where there are several."""
    shown = Table(title="AP50 on test images", title_justify="left")
    for heading in ("data", "seed", "epochs", "minutes", "box AP50", "mask AP50"):
        shown.add_column(heading, justify="left" if heading == "data" else "right")
    for run in runs:
        shown.add_row(run.data, str(run.seed), str(run.epochs), *_columns([run]))
    shown.add_section()
    for data, epochs in dict.fromkeys((run.data, run.epochs) for run in runs):
        alike = [run for run in runs if (run.data, run.epochs) == (data, epochs)]
        if len(alike) > 1:
            shown.add_row(data, f"{len(alike)} seeds", str(epochs), *_columns(alike))
    return shown


def _columns(runs: list[Run]) -> Iterator[str]:
    for name, digits in (("minutes", 1), ("box_ap50", 3), ("mask_ap50", 3)):
        yield _shown([getattr(run, name) for run in runs], digits)


def _shown(values: list[float], digits: int) -> str:
    if math.isnan(values[0]):
        return ""
    mean = f"{np.mean(values):.{digits}f}"
    return mean if len(values) == 1 else f"{mean} ± {np.std(values, ddof=1):.{digits}f}"


def _blood() -> Iterator[Run]:
    wanted = {
        "epochs": "EPOCHS",
        "minutes": "[seconds / 60 for seconds in ssd_seconds]",
        "box_ap50": "[float(result['AP50']) for result in ssd_results]",
    }
    found = run_lab("lab07", BLOOD_SEEDS, "ssd_results", wanted)
    for seed, (minutes, box_ap50) in enumerate(zip(found["minutes"], found["box_ap50"])):
        yield Run(BLOOD, seed, found["epochs"], minutes, box_ap50, math.nan)


DIGITS_FOUND = {
    "epochs": "EPOCHS",
    "minutes": "(classify_seconds + digits_seconds) / 60",
    "box_ap50": "float(digits_ap['box']['AP50'])",
    "mask_ap50": "float(digits_ap['mask']['AP50'])",
}
NUCLEI_FOUND = {
    "cell_epochs": "CELL_EPOCHS",
    "cell_minutes": "{'U-Net, components': unet_seconds / 60, 'Mask R-CNN': cell_seconds / 60}",
    "cell_ap50": "{name: float(row['mask AP50']) for name, row in rows.items()}",
}


def _digits_and_nuclei(seed: int) -> Iterator[Run]:
    found = run_lab("lab08", {SEED: f"SEED = {seed}"}, "rows", DIGITS_FOUND | NUCLEI_FOUND)
    yield Run(DIGITS, seed, **{name: found[name] for name in DIGITS_FOUND})
    for method, title in NUCLEI.items():
        minutes, ap50 = found["cell_minutes"][method], found["cell_ap50"][method]
        yield Run(title, seed, found["cell_epochs"], minutes, math.nan, ap50)


def run_lab(lab: str, changes: dict[str, str], until: str, wanted: dict[str, str]) -> dict[str, Any]:
    """Run the cells of a lab's solution, in a process of their own, until one has defined a name.

    Args:
        lab: The lab, such as ``"lab08"``.
        changes: What stands in its source, and what is written in its place.
        until: The name.
        wanted: What to return: expressions of the lab's names.

    Returns:
        The value of each expression.

    Raises:
        ValueError: What is to be replaced does not stand in the source exactly once, or no cell defines the name.
    """
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_run_here, lab, changes, until, wanted).result()


def changed_cells(lab: str, changes: dict[str, str]) -> list[Any]:
    """Return the code cells of a lab's solution with something else written in place of what stands there.

    Raises:
        ValueError: What is to be replaced does not stand in the source exactly once.
    """
    from course.authoring.source import read_source
    from course.labs import find_lab

    cells = [cell for cell in read_source(find_lab(lab).source).cells if cell.kind == "code"]
    for old, new in changes.items():
        if (places := sum(cell.source.count(old) for cell in cells)) != 1:
            raise ValueError(f"{lab} should say {old!r} once, and says it {places} times: mend benchmarks/training.py")
        cells = [replace(cell, source=cell.source.replace(old, new)) for cell in cells]
    return cells


def _run_here(lab: str, changes: dict[str, str], until: str, wanted: dict[str, str]) -> dict[str, Any]:
    from course.authoring.solutions import run_cells

    os.environ["COURSE_SCALE"] = "laptop"
    namespace: dict[str, Any] = {}
    for cell in changed_cells(lab, changes):
        with contextlib.redirect_stdout(io.StringIO()):
            run_cells([cell], namespace, lab)
        if until in namespace:
            return {name: eval(expression, namespace) for name, expression in wanted.items()}
    raise ValueError(f"no cell of {lab} defines {until!r}: mend benchmarks/training.py")

"""``course data list | fetch | verify``: what there is, download it, verify what is here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from course.data import cache, mirror
from course.data.catalogue import CATALOGUE, find
from course.data.dataset import Archive, DataSet
from course.data.download import fetch
from course.data.errors import DamagedError, DataError, NotHereError
from course.data.integrity import verify
from course.data.sources import likely_source

app = typer.Typer(help="The course's data sets: what there is, fetch it, verify it.", no_args_is_help=True)

Names = Annotated[
    list[str] | None, typer.Argument(metavar="[NAME]...", help="Names of sets; without any, all of them.")
]


def _chosen(names: list[str] | None) -> list[DataSet]:
    """Return the sets called by ``names``, or all; an unknown name ends the command with exit code 2."""
    try:
        return [find(name) for name in names or CATALOGUE]
    except DataError as error:
        raise typer.BadParameter(str(error)) from error


def _say(text: str) -> None:
    Console().print(text, markup=False, highlight=False, soft_wrap=True)


@app.command("list")
def list_sets() -> None:
    """Show every set: its size, its licence, and where it would come from now."""
    table = Table("set", "examples", "download", "licence", "would come from now")
    for dataset in CATALOGUE.values():
        examples = "\n".join(f"{count:,} {split}" for split, count in dataset.splits.items())
        _, words = likely_source(dataset)
        table.add_row(dataset.name, examples, f"{dataset.size / 1e6:,.0f} MB", dataset.licence, words)
    Console().print(table)
    _say(f"cache: {cache.cache_folder()}")


@app.command("fetch")
def fetch_sets(names: Names = None) -> None:
    """Download sets into the cache. What is there and whole is left alone; what was interrupted goes on.

    Without names: all sets that can be downloaded.
    """
    failed = 0
    for dataset in _chosen(names):
        if not names and dataset.is_drawn:
            continue
        if not names and not dataset.archives:
            _say(f"{dataset.name}: left out, as its publisher announces no checksum; to have it, {dataset.by_hand}")
            continue
        try:
            _say(f"{dataset.name}: {fetch(dataset)}")
        except DataError as error:
            failed += 1
            _say(f"{dataset.name}: {error}")
    if failed:
        raise typer.Exit(1)


@app.command("verify")
def verify_sets(names: Names = None) -> None:
    """Compare every file in the cache and the mirror with its publisher's SHA-256."""
    damaged = 0
    for dataset in _chosen(names):
        files = [(path, archive) for archive in dataset.archives for path in _copies(dataset, archive)]
        if not files:
            _say(f"{dataset.name}: no file of its publisher is here")
        for path, archive in files:
            try:
                verify(path, archive)
                _say(f"{dataset.name}: {path} is whole")
            except DamagedError as error:
                damaged += 1
                _say(f"{dataset.name}: {error}. `course data fetch {dataset.name}` replaces it in the cache.")
    if damaged:
        raise typer.Exit(1)


def _copies(dataset: DataSet, archive: Archive) -> list[Path]:
    """Return the files by an archive's name in the cache and in the mirror."""
    folders = [cache.folder_of(dataset.name)]
    try:
        root = mirror.mirror_folder()
        folders += [root, root / dataset.name]
    except NotHereError:
        pass
    return [folder / archive.filename for folder in folders if (folder / archive.filename).is_file()]

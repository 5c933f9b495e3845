"""Imports point down, and every module's room is where one looks for it; exceptions stand here, with their reasons."""

from __future__ import annotations

import ast
import functools
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from course.labs import PACKAGE

TESTS = Path(__file__).parent

LAYERS = {
    "engine": {"checks", "authoring", "notebooks", "grading", "exports", "student"},
    "domain": {"data", "plots", "images", "networks", "audio"},
    "tools": {"detection", "receptive_field"},
    "backend": {"backend"},
    "base": {"course", "errors", "labs"},
    "door": {"cli", "doctor", "demo"},
}
MAY_IMPORT = {
    "engine": {"engine", "tools", "backend", "base"},
    "domain": {"domain", "tools", "backend", "base"},
    "tools": {"tools", "backend", "base"},
    "backend": {"backend", "base"},
    "base": {"base"},
    "door": set(LAYERS),
}
EXCEPTIONS = {
    ("course", "course.checks.notebook"): "`from course import checker` is what every lab's first cell says",
    ("course.student.start", "course.data"): "`course start` says for each set of a lab where its data come from",
    ("course.detection.folders", "course.data.voc"): "Pascal VOC's annotations are read in one place",
}
TESTS_OF_THEIR_OWN = {
    "labs": "the graded checks, which the labs and the grader run",
    "mutants": "answers to try on the graded checks",
    "benchmarks": "of the folder `benchmarks`, which is no part of the package",
    "grading/attacks": "hostile notebooks, which are handed in to the grader",
}


@functools.cache
def modules() -> dict[str, Path]:
    """Return the package's modules, and their files."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@functools.cache
def imports_of(module: str) -> frozenset[str]:
    """Return the package's modules that a module imports, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(modules()[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}, line {node.lineno}: the package's imports are absolute"
            names = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            found |= {full if full in modules() else node.module for full in names.values()}
    return frozenset(found & modules().keys())


def layer_of(module: str) -> str:
    """Return the layer that a module's room belongs to."""
    room = module.split(".")[1] if "." in module else module
    (layer,) = [layer for layer, rooms in LAYERS.items() if room in rooms]
    return layer


def pairs() -> set[tuple[str, str]]:
    """Return who imports whom."""
    return {(module, imported) for module in modules() for imported in imports_of(module)}


def test_imports_point_down():
    wrong = {pair for pair in pairs() if layer_of(pair[1]) not in MAY_IMPORT[layer_of(pair[0])]}
    assert sorted(wrong - EXCEPTIONS.keys()) == []
    assert sorted(EXCEPTIONS.keys() - wrong) == [], "an exception that is none any more"


def test_no_two_modules_import_each_other():
    try:
        TopologicalSorter({module: imports_of(module) for module in modules()}).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(reversed(error.args[1])))


def test_no_two_rooms_of_the_engine_import_each_other():
    rooms: dict[str, set[str]] = {}
    for pair in pairs():
        importing, imported = (".".join(module.split(".")[1:2]) for module in pair)
        if importing != imported and {importing, imported} <= LAYERS["engine"]:
            rooms.setdefault(importing, set()).add(imported)
    TopologicalSorter(rooms).prepare()


def test_few_modules_lie_directly_in_the_package():
    assert len(list(PACKAGE.glob("*.py"))) <= 10


def test_tests_are_laid_out_as_the_package_is():
    rooms = _folders(PACKAGE)
    rooms.discard("_release")  # what a wheel carries
    tests = {folder for folder in _folders(TESTS) if not any(_within(folder, own) for own in TESTS_OF_THEIR_OWN)}
    assert tests == rooms


def _folders(root: Path) -> set[str]:
    """Return the folders below a folder that hold Python files, as relative paths."""
    return {path.parent.relative_to(root).as_posix() for path in root.rglob("*.py")} - {"."}


def _within(folder: str, outer: str) -> bool:
    return folder == outer or folder.startswith(f"{outer}/")

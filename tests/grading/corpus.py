"""The corpus of attacks: submissions that try to fool, read, leave, damage or exhaust the grader.

Each is a file of ``tests/grading/attacks``. Its head says what it tries and what it must come to:

- ``loses:`` the exercises that earn nothing; all others earn everything (``nothing``: none is lost).
- ``part:`` exercises that earn a part: ``build_head=1`` where one of its two checks holds for what was handed in.
- ``may lose:`` exercises that a race, or the machine, decides.
- ``earns:`` instead of ``loses``: the only exercises that earn points.
- ``says:`` words that must stand in a hint; reading attacks raise an exception that tells what they found.

Below the head stand the cells that replace answers, ``# %% NAME`` each; a cell without a name is added to the notebook.
An attack of the family ``notebooks`` is a function instead, which makes the notebook that is handed in.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.grading.small_class import POINTS, small_notebook
from tests.grading.small_lab import RIGHT

FOLDER = Path(__file__).with_name("attacks")
RELEASE = small_notebook({})
# Models cost a second each: only attacks on them, and a neighbour at times, have them.
LIGHT = {name: source for name, source in RIGHT.items() if name not in ("setup", "build_head")}


@dataclass(frozen=True)
class Attack:
    """One attack.

    Attributes:
        path: Its file.
    """

    path: Path

    @property
    def name(self) -> str:
        """Its family and its own name."""
        return f"{self.path.parent.name}/{self.path.stem}"

    @cached_property
    def source(self) -> str:
        """The file's text."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def head(self) -> dict[str, str]:
        """What the head says by key; the purpose is not among it."""
        lines = self.source.partition("\n\n")[0].splitlines()
        return dict(found.groups() for line in lines if (found := re.fullmatch(r"# ([a-z ]+): (.*)", line)))

    @cached_property
    def cells(self) -> list[tuple[str, str]]:
        """The cells by the names of the exercises they answer; empty for an added one."""
        parts = re.split(r"^# %% ?(\w*)\n", self.source, flags=re.MULTILINE)[1:]
        return list(zip(parts[::2], parts[1::2], strict=True))

    @property
    def says(self) -> str:
        """Words that must stand in a hint."""
        return self.head.get("says", "")

    def expected(self) -> dict[str, tuple[float, ...]]:
        """Return, for each exercise, the points that it may earn."""
        answered = {*LIGHT, *(name for name, _ in self.cells)} & POINTS.keys()
        lost, spared = self._names("loses"), self._names("may lose")
        earned = self._names("earns") if "earns" in self.head else answered - lost
        exact = {name: (points if name in earned else 0,) for name, points in POINTS.items()}
        part = {name: (float(points),) for name, points in re.findall(r"(\w+)=(\S+)", self.head.get("part", ""))}
        return exact | part | {name: (0, POINTS[name]) for name in spared or lost if "may lose" in self.head}

    def handed_in(self, known: Mapping[str, Any]) -> Any:
        """Return the notebook.

        Args:
            known: What the attacker is told: ports, paths, what to search for.
        """
        if self.path.parent.name == "notebooks":
            names: dict[str, Any] = {}
            exec(compile(self.source, self.path, "exec"), names)
            return names["hand_in"](copy.deepcopy(RELEASE), small_notebook(LIGHT))
        notebook = small_notebook(LIGHT | {name: source for name, source in self.cells if name})
        preface = f"KNOWN = {dict(known)!r}\n{(FOLDER / 'preface.py').read_text(encoding='utf-8')}"
        added = [preface, *(source for name, source in self.cells if not name)]
        notebook["cells"][:0] = [_code(source) for source in added]
        return notebook

    def _names(self, key: str) -> set[str]:
        return set(self.head.get(key, "").split()) & POINTS.keys()


def all_attacks() -> list[Attack]:
    """Return every attack, family by family."""
    return [Attack(path) for path in sorted(FOLDER.glob("*/*.py"))]


def _code(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}

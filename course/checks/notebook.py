"""``check("iou")`` in a notebook: points, a table of what passed, and for what failed the reason."""

from __future__ import annotations

import html
import inspect
import logging
import os
import sys
from collections.abc import MutableMapping, Sequence
from functools import partial
from types import FunctionType, ModuleType
from typing import Any

from course.backend.logs import quiet_stderr
from course.checks.answers import LiveAnswer
from course.checks.registry import Check, LabChecks, load_checks
from course.checks.runner import CheckResult, judged, run_check
from course.checks.without import Findings, search
from course.notebooks.code import defined_names


class Report(float):
    """The points that checks earned: a number (which nbgrader takes as partial credit) that shows itself as a table.

    Attributes:
        results: One result per check.
        max_points: What could be earned.
    """

    results: tuple[CheckResult, ...]
    max_points: float

    def __new__(cls, results: Sequence[CheckResult]) -> Report:
        report = super().__new__(cls, sum(result.points for result in results))
        report.results = tuple(results)
        report.max_points = sum(result.max_points for result in results)
        return report

    def __repr__(self) -> str:
        return f"{float(self):g}"

    def _repr_html_(self) -> str:
        rows = "".join(_html_row(result) for result in self.results)
        return f'<div style="max-width:60em">{_html_head(self)}<table style="width:100%">{rows}</table></div>'

    def text(self) -> str:
        """Return the table as text, for a terminal."""
        lines, several = [_headline(self)], len({result.exercise for result in self.results}) > 1
        for number, result in enumerate(self.results):
            if several and (number == 0 or self.results[number - 1].exercise != result.exercise):
                lines.append(result.exercise)
            lines.append(f"  {'✓' if result.passed else '✗'} {result.title}  [{result.points:g}/{result.max_points:g}]")
            lines += [f"      {label}: {_indented(text)}" for label, text in _details(result)]
        return "\n".join(lines)


class Checker:
    """Runs a lab's checks on a notebook's names.

    Args:
        checks: The lab's checks.
        namespace: The notebook's names: ``globals()``.
        seed: Seed of the checks' random inputs.
        cells: Sources of the cells that ran; where none are given, those that IPython keeps beside the names.
    """

    def __init__(
        self, checks: LabChecks, namespace: MutableMapping[str, Any], seed: int = 0, cells: Sequence[str] = ()
    ) -> None:
        self._checks = checks
        self._namespace = namespace
        self._seed = seed
        self._cells = cells

    def __call__(self, exercise: str | None = None) -> Report:
        """Run the checks of one exercise, or all of them; return the points, shown as a table.

        Raises:
            LookupError: The lab has no such exercise.
        """
        results: list[CheckResult] = []
        for each in [exercise] if exercise else self._checks.exercises:
            found = self._search(each)
            results += [judged(check, found, partial(self._run, check)) for check in self._checks.of(each)]
        report = Report(results)
        if not _in_notebook():
            print(report.text())
        return report

    def _run(self, check: Check) -> CheckResult:
        return run_check(check, LiveAnswer(self._namespace, check.weights), self._seed)

    def _search(self, exercise: str) -> Findings:
        """Search the cells that ran; where they do not define the exercise, its live function and the imports."""
        without = self._checks.without.get(exercise, ())
        cells = [str(cell) for cell in self._cells or self._namespace.get("_ih") or ()]
        if exercise in set().union(*map(defined_names, cells)):
            return search(cells, exercise, without)
        return search([*_live_sources(self._namespace), *cells], exercise, without)

    def __repr__(self) -> str:
        return f"<checks of {self._checks.lab}: {', '.join(self._checks.exercises)}>"


def checker(lab: str, namespace: MutableMapping[str, Any]) -> Checker:
    """Return the function that checks a lab's exercises: ``check = course.checker("lab01", globals())``.

    Args:
        lab: The lab's name or number.
        namespace: The notebook's names.

    TensorFlow's Python logger is told to keep its warnings: a lab builds many small models on purpose, and it would
    warn of each as of a program's mistake. Epochs end without waiting for tf.data (:mod:`course.backend.tf_data`).

    Raises:
        course.labs.UnknownLabError: No lab has the name.
    """
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    with quiet_stderr():  # the first operation of all starts the backend, which would tell of GPUs it did not find
        import keras

        from course.backend.tf_data import without_tuning

        keras.ops.zeros(())
        without_tuning()
    return Checker(load_checks(lab), namespace, int(os.environ.get("COURSE_SEED", "0")))


def _in_notebook() -> bool:
    shell = sys.modules.get("IPython")
    return bool(shell and shell.get_ipython() and shell.get_ipython().__class__.__name__ == "ZMQInteractiveShell")


def _live_sources(namespace: MutableMapping[str, Any]) -> list[str]:
    """Return the source of the functions and classes a notebook defined, and its imports as statements."""
    sources = []
    for name, value in list(namespace.items()):
        if isinstance(value, ModuleType):
            sources.append(f"import {value.__name__} as {name}" if name.isidentifier() else "")
        elif isinstance(value, (FunctionType, type)):
            sources.append(_definition(name, value))
    return sources


def _definition(name: str, value: FunctionType | type) -> str:
    if value.__module__ != "__main__":
        return f"from {value.__module__} import {value.__name__} as {name}" if value.__name__.isidentifier() else ""
    try:
        return inspect.cleandoc("\n" + inspect.getsource(value))
    except (OSError, TypeError):
        return ""


def _headline(report: Report) -> str:
    passed = sum(result.passed for result in report.results)
    return f"{float(report):g} of {report.max_points:g} points · {passed} of {len(report.results)} checks passed"


def _details(result: CheckResult) -> list[tuple[str, str]]:
    pairs = [
        ("hint", result.hint),
        ("input", result.inputs),
        ("expected", result.expected),
        ("got", result.got),
    ]
    return [(label, text) for label, text in pairs if text]


def _indented(text: str) -> str:
    return text.replace("\n", "\n" + " " * 16)


_GREEN, _RED, _AMBER = "#1a7f37", "#c62828", "#9a6700"


def _html_head(report: Report) -> str:
    colour = _GREEN if float(report) == report.max_points else _RED if float(report) == 0 else _AMBER
    return f'<div style="font-weight:600;color:{colour};margin-bottom:.3em">{html.escape(_headline(report))}</div>'


def _html_row(result: CheckResult) -> str:
    colour, mark = (_GREEN, "✓") if result.passed else (_RED, "✗")
    return (
        f'<tr><td style="color:{colour};font-weight:700;vertical-align:top;width:1.5em">{mark}</td>'
        f'<td style="text-align:left">{html.escape(result.title)}{_html_details(result)}</td>'
        f'<td style="vertical-align:top;text-align:right;white-space:nowrap;width:4em">'
        f"{result.points:g} / {result.max_points:g}</td></tr>"
    )


def _html_details(result: CheckResult) -> str:
    lines = []
    for label, text in _details(result):
        if label == "hint":
            lines.append(f'<div style="margin:.2em 0">➜ {html.escape(text)}</div>')
        else:
            shown = html.escape(text)
            lines.append(
                f'<div style="display:flex;gap:.6em"><span style="min-width:5em;opacity:.65">{label}</span>'
                f'<pre style="margin:0;white-space:pre-wrap;font-size:90%">{shown}</pre></div>'
            )
    return "".join(lines)

"""No restriction of the sandbox costs an honest student a point."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

from course.grading.intake.graft import graft
from course.grading.sandbox.limits import Limits
from course.grading.session.worker import Examined, Worker
from course.notebooks.files import parse_notebook
from tests.grading.corpus import LIGHT, RELEASE
from tests.grading.small_class import POINTS, small_notebook
from tests.grading.small_lab import RIGHT

pytestmark = pytest.mark.sandbox

HABITS = dict(
    re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", Path(__file__).with_name("habits.md").read_text(), re.M | re.S)
)


def points(examined: Examined) -> dict[str, float]:
    """Return the points by exercise."""
    found = dict.fromkeys(POINTS, 0.0)
    for result in examined.results:
        found[result.exercise] += result.points
    return found


def lost(worker: Worker, notebook: Any) -> str:
    """Examine a notebook that answers all but ``build_head`` right; return what it lost, and why."""
    examined = worker.examine(graft(RELEASE, notebook), 3)
    missed = [f"{r.check} {r.status}: {r.hint}" for r in examined.results if not r.passed and r.exercise in LIGHT]
    return "\n".join([*missed, *examined.notes]) if missed else ""


def with_cell(source: str, **answers: str) -> dict[str, Any]:
    """Return the solved notebook with a cell above the answers, and with some answers changed."""
    notebook = small_notebook(LIGHT | answers)
    cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
    notebook["cells"].insert(2, cell)
    return notebook


@pytest.mark.parametrize("habit", HABITS)
def test_habits_cost_nothing(worker: Worker, habit: str):
    cell = "".join(re.findall(r"^```python\n(.*?)^```", HABITS[habit], re.M | re.S))
    answer = "".join(re.findall(r"^```python answer\n(.*?)^```", HABITS[habit], re.M | re.S)) or RIGHT["double"]
    assert lost(worker, with_cell(cell, double=answer)) == ""


def stripped(notebook: dict) -> dict:
    """As exports leave a notebook: no metadata, no ids."""
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell.pop("id", None)
    return notebook


def from_colab(notebook: dict) -> dict:
    """As Colab saves it: ids in the metadata, forms, outputs, its own kernel."""
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"] = {"id": f"xY{number}zQ", "colab": {"base_uri": "https://localhost:8080/"}, "cellView": "form"}
        cell.pop("id", None)
        cell["source"] = cell["source"].splitlines(keepends=True)
    return notebook | {
        "metadata": {"colab": {"provenance": []}, "kernelspec": {"name": "python3"}},
        "nbformat_minor": 0,
    }


def from_code(notebook: dict) -> dict:
    """As VS Code saves it: new ids, the language in each cell, a kernel of its own."""
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = f"{number:08x}"
        cell["metadata"] = {"vscode": {"languageId": "python"}}
    return notebook | {
        "metadata": {"language_info": {"name": "python", "version": "3.13.0"}, "vscode": {"interpreter": {}}}
    }


def windows(notebook: dict) -> bytes:
    """With Windows' line ends, in the file and in the sources, and a byte order mark."""
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].replace("\n", "\r\n")
    return b"\xef\xbb\xbf" + json.dumps(notebook, indent=1).replace("\n", "\r\n").encode()


@pytest.mark.parametrize("change", [stripped, from_colab, from_code, windows])
def test_other_editors_cost_nothing(worker: Worker, change: Any):
    changed = change(copy.deepcopy(small_notebook(LIGHT)))
    data = changed if isinstance(changed, bytes) else json.dumps(changed).encode()
    assert lost(worker, parse_notebook(data)[0]) == ""


HEADS = {
    "the sequential interface": RIGHT["build_head"],
    "layers added one by one": """
def build_head():
    model = keras.Sequential()
    model.add(keras.Input((4,)))
    model.add(keras.layers.Dense(2))
    return model
""",
    "built by its shape": """
def build_head():
    model = keras.Sequential([keras.layers.Dense(2)])
    model.build((None, 4))
    return model
""",
    "the functional interface": """
def build_head():
    inputs = keras.Input((4,), name="features")
    return keras.Model(inputs, keras.layers.Dense(2, activation="linear", kernel_initializer="he_normal")(inputs))
""",
    "compiled, inside and out": """
def build_head():
    inner = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    inner.compile("adam", "mse", metrics=["mae"])
    model = keras.Sequential([keras.Input((4,)), inner])
    model.compile(keras.optimizers.SGD(0.1), keras.losses.MeanSquaredError())
    return model
""",
    "trained a little": """
def build_head():
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    if not keras.src.backend.common.stateless_scope.in_stateless_scope():
        model.compile("sgd", "mse")
        model.fit(np.zeros((8, 4)), np.zeros((8, 2)), verbose=0)
    return model
""",
    "built once, returned each time": """
_model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])

def build_head():
    return _model
""",
}


@pytest.mark.parametrize("head", HEADS)
def test_every_way_to_build_a_model_is_taken(worker: Worker, head: str):
    examined = worker.examine(graft(RELEASE, small_notebook({"build_head": HEADS[head]})), 3)
    told = "\n".join(f"{r.check}: {r.hint}" for r in examined.results if r.exercise == "build_head")
    assert points(examined)["build_head"] == 2, told + "\n".join(examined.notes)


def test_large_models_fit(worker: Worker):
    large = """
def build_head():
    inputs = keras.Input((4,))
    wide = keras.layers.Dense(5000)(keras.layers.Dense(1000)(inputs))
    return keras.Model(inputs, keras.layers.Dense(2)(wide))
"""  # 5 million weights, of which 20 MB cross
    examined = worker.examine(graft(RELEASE, small_notebook({"build_head": large})), 3)
    rows = {row.check: row for row in examined.results}
    assert rows["test_head"].got == "5020002"
    assert "too many values to unpack" in rows["test_head_computes"].hint  # it arrived; the check has two in mind
    huge = large.replace("1000", "5000")
    examined = worker.examine(graft(RELEASE, small_notebook({"build_head": huge})), 3)
    assert next(row.got for row in examined.results if row.check == "test_head") == "25040002"


def test_slow_machines_get_more_time():
    limits = Limits(total_seconds=120, cell_seconds=10, call_seconds=10, cpu_seconds=240)
    slow = limits.scaled(2.5)
    assert (slow.total_seconds, slow.cell_seconds, slow.call_seconds, slow.cpu_seconds) == (300, 25, 25, 600)
    assert (slow.memory, slow.processes) == (limits.memory, limits.processes)

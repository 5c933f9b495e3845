"""What is stored of an execution: no log noise, no paths, figures of bounded size."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image

from course.authoring.notebook import notebook_text
from course.authoring.outputs import TooBigError, clean_outputs, shrink_figures
from course.labs import REPOSITORY

LOGS = """2026-01-01 10:00:00.000001: I tensorflow/core/util/port.cc:153] oneDNN custom operations are on.
WARNING: All log messages before absl::InitializeLog() is called are written to STDERR
I0000 00:00:1795254480.705498    7671 port.cc:153] oneDNN custom operations are on.
E0000 00:00:1795254480.705498    7671 cuda_platform.cc:52] failed call to cuInit
To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow.
WARNING:absl:You are saving your model as an HDF5 file
WARNING:tensorflow:5 out of the last 5 calls triggered retracing
"""


def with_outputs(*outputs):
    notebook = new_notebook(cells=[new_code_cell("x", id="the-cell", outputs=list(outputs))])
    clean_outputs(notebook)
    return notebook.cells[0].outputs


def figure(width: int, height: int, rng: np.random.Generator, mode: str = "RGB"):
    pixels = rng.integers(0, 256, (height, width, len(mode)), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels, mode=mode).save(buffer, "PNG")
    return new_output("display_data", data={"image/png": base64.b64encode(buffer.getvalue()).decode()})


def size_of(output) -> tuple[int, int]:
    return Image.open(io.BytesIO(base64.b64decode(output.data["image/png"]))).size


def test_log_lines_go_and_warnings_stay():
    (left,) = with_outputs(new_output("stream", name="stderr", text=LOGS + "UserWarning: look out\n"))
    assert left.text == "UserWarning: look out\n"


def test_an_output_of_log_lines_alone_is_dropped():
    assert with_outputs(new_output("stream", name="stderr", text=LOGS)) == []


def test_stdout_is_not_searched_for_logs():
    (left,) = with_outputs(new_output("stream", name="stdout", text=LOGS))
    assert left.text == LOGS


def test_paths_and_addresses_are_made_the_same_everywhere():
    text = (
        f"{REPOSITORY}/course/labs.py:3: UserWarning\n{Path.home()}/data/x.npz\n"
        "/opt/some/env/lib/python3.11/site-packages/keras/src/a.py:1\n"
        "/tmp/ipykernel_3456/1234567.py:2\n<object at 0x7f00deadbeef>\n"
    )
    (left,) = with_outputs(new_output("stream", name="stderr", text=text))
    assert left.text == "course/labs.py:3: UserWarning\n~/data/x.npz\nkeras/src/a.py:1\n<cell>:2\n<object at 0x…>\n"


def test_paths_leave_results_and_errors_too():
    result, error = with_outputs(
        new_output("execute_result", data={"text/plain": f"'{REPOSITORY}/a'"}, execution_count=1),
        new_output("error", ename="E", evalue=f"{REPOSITORY}/a", traceback=[f"in {REPOSITORY}/a"]),
    )
    assert result.data["text/plain"] == "'a'"
    assert (error.evalue, error.traceback) == ("a", ["in a"])


def test_wide_figures_become_a_page_wide():
    notebook = new_notebook(cells=[new_code_cell("x", outputs=[figure(1500, 300, np.random.default_rng(0))])])
    shrink_figures(notebook)
    assert size_of(notebook.cells[0].outputs[0]) == (1000, 200)


def test_figures_shrink_until_the_notebook_fits():
    rng = np.random.default_rng(0)
    notebook = new_notebook(cells=[new_code_cell("x", outputs=[figure(900, 90, rng, "RGBA") for _ in range(3)])])
    shrink_figures(notebook, max_bytes=200_000)
    assert len(notebook_text(notebook).encode()) <= 200_000
    assert size_of(notebook.cells[0].outputs[0])[0] < 900


def test_what_cannot_fit_is_told_with_its_cell():
    sound = new_output("display_data", data={"text/html": "x" * 3_000_000})
    notebook = new_notebook(cells=[new_code_cell("x", id="play", outputs=[sound]), new_code_cell("y")])
    with pytest.raises(TooBigError, match=r"cell play \(3.0 MB\)"):
        shrink_figures(notebook)

"""What an execution leaves in a notebook, made fit to be stored: no log noise, no paths of a machine, small figures."""

from __future__ import annotations

import base64
import io
import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from PIL import Image

from course.authoring.notebook import notebook_text
from course.backend.logs import without_log_lines
from course.errors import CourseError
from course.labs import REPOSITORY

MAX_BYTES = 2_000_000
# A full-width figure, then ever smaller ones in 256 colours, until the notebook fits.
_FIGURE_SIZES = ((1000, False), (1000, True), (800, True), (640, True), (480, True))

_PLACES = (
    (re.compile(r"(?:/[\w.+-]+)*/ipykernel_\d+/\d+\.py"), "<cell>"),
    (re.compile(r"(?:/[\w.+-]+)*/(?:site|dist)-packages/"), ""),
    (re.compile(re.escape(f"{REPOSITORY}/")), ""),
    (re.compile(re.escape(f"{Path(sys.base_prefix)}/")), ""),
    (re.compile(re.escape(f"{Path.home()}/")), "~/"),
    (re.compile(r"\bat 0x[0-9a-f]{6,16}\b"), "at 0x…"),
)


class TooBigError(CourseError):
    """A notebook's outputs do not fit; the message names the largest."""

    exit_code = 1


def clean_outputs(notebook: NotebookNode) -> None:
    """Take out of every output what differs from machine to machine: log lines, absolute paths, memory addresses.

    Text that a program wrote to stderr stays, but for the log lines of TensorFlow and absl.
    """
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [output for output in map(_cleaned, cell.outputs) if output]


def shrink_figures(notebook: NotebookNode, max_bytes: int = MAX_BYTES) -> None:
    """Make PNG figures smaller, all alike, until the notebook's file has at most ``max_bytes``.

    Raises:
        TooBigError: The smallest figures are still too much.
    """
    for width, palette in _FIGURE_SIZES:
        _for_each_figure(notebook, partial(_smaller, width=width, palette=palette))
        size = len(notebook_text(notebook).encode())
        if size <= max_bytes:
            return
    largest = max(notebook.cells, key=lambda cell: len(str(cell.get("outputs", ""))))
    raise TooBigError(
        f"the notebook has {size / 1e6:.1f} MB, and {max_bytes / 1e6:.1f} MB is the limit; the largest outputs are "
        f"those of cell {largest.id} ({len(str(largest.outputs)) / 1e6:.1f} MB): draw or play less there"
    )


def _cleaned(output: NotebookNode) -> NotebookNode | None:
    if output.output_type == "stream":
        text = without_log_lines(output.text) if output.name == "stderr" else output.text
        output.text = _placeless(text)
        return output if output.text.strip() or output.name == "stdout" else None
    if output.output_type == "error":
        output.evalue = _placeless(output.evalue)
        output.traceback = [_placeless(line) for line in output.traceback]
        return output
    for kind, value in output.data.items():
        if kind.startswith("text/"):
            output.data[kind] = _placeless(value)
    return output


def _placeless(text: str) -> str:
    for pattern, replacement in _PLACES:
        text = pattern.sub(replacement, text)
    return text


def _for_each_figure(notebook: NotebookNode, change: Callable[[bytes], bytes]) -> None:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            figure: Any = output.get("data", {}).get("image/png")
            if figure:
                output.data["image/png"] = base64.b64encode(change(base64.b64decode(figure))).decode()


def _smaller(png: bytes, width: int, palette: bool) -> bytes:
    image = _on_white(Image.open(io.BytesIO(png)))
    if image.width > width:
        image = image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
    if palette:
        image = image.quantize(256)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    shrunk = buffer.getvalue()
    return shrunk if len(shrunk) < len(png) else png


def _on_white(image: Image.Image) -> Image.Image:
    """Return an RGB image; what was transparent is white, as on a notebook's page."""
    layers = image.convert("RGBA")
    page = Image.new("RGBA", layers.size, "white")
    return Image.alpha_composite(page, layers).convert("RGB")

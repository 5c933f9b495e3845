"""A small release notebook, its solution, and cells as students make them."""

from __future__ import annotations

import copy
from typing import Any

ANSWERS = {
    "conv2d": "def conv2d(image, kernel):\n    return image * kernel",
    "pool": "def pool(image):\n    return max(image)\n\n\ndef unpool(image):\n    return [image]",
    "why": 'why = "it sees more"',
    "build_cnn": "import itertools\n\n\ndef build_cnn(shape):\n    return itertools.chain(shape)",
}
STUBS = {
    "conv2d": 'def conv2d(image, kernel):\n    """Convolve."""\n    # YOUR CODE\n    raise NotImplementedError("?")',
    "pool": "def pool(image):\n    raise NotImplementedError()\n\n\ndef unpool(image):\n    raise NotImplementedError",
    "why": "why = ...",
    "build_cnn": "import itertools\n\n\ndef build_cnn(shape):\n    raise NotImplementedError",
}
SETUP = "import numpy as np\n\nCLASSES = 10"
CONSTANTS = "SIZE = 28"
TRAIN = "history = build_cnn((28, 28, 1)).fit(images, labels)"
SHOW = "plt.imshow(conv2d(five, stroke))"


def code(source: str, id: str = "", tags: list[str] | None = None, **nbgrader: Any) -> dict[str, Any]:
    """Return a code cell."""
    return _cell("code", source, id, tags, nbgrader) | {"outputs": [], "execution_count": None}


def text(source: str, id: str = "", tags: list[str] | None = None, **nbgrader: Any) -> dict[str, Any]:
    """Return a markdown cell."""
    return _cell("markdown", source, id, tags, nbgrader)


def notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook of these cells."""
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": copy.deepcopy(list(cells))}


def answer(name: str, source: str) -> dict[str, Any]:
    """Return an answer cell as the release notebook has it, with a source."""
    return code(source, f"answer-{name}", [f"answer:{name}"], grade_id=name, solution=True, grade=False, locked=False)


def check(name: str) -> dict[str, Any]:
    """Return the check cell of an exercise."""
    tags = [f"check:{name}"]
    return code(
        f'check("{name}")', f"check-{name}", tags, grade_id=f"check-{name}", solution=False, grade=True, points=2
    )


def written(source: str = "YOUR ANSWER HERE") -> dict[str, Any]:
    """Return the written question."""
    return text(source, "written-reason", ["written:reason"], grade_id="reason", solution=True, grade=True, points=2)


def release() -> dict[str, Any]:
    """Return the notebook that students get."""
    return lab(STUBS)


def lab(answers: dict[str, str], reason: str = "YOUR ANSWER HERE") -> dict[str, Any]:
    """Return the lab with these answers in it."""
    return notebook(
        text("# Lab", "lab--1"),
        code(SETUP, "lab--2"),
        text("## Convolution", "convolution--1"),
        answer("conv2d", answers["conv2d"]),
        check("conv2d"),
        code(SHOW, "convolution--2", ["show"]),
        answer("pool", answers["pool"]),
        check("pool"),
        answer("why", answers["why"]),
        check("why"),
        written(reason),
        code(CONSTANTS, "training--1"),
        answer("build_cnn", answers["build_cnn"]),
        check("build_cnn"),
        code(TRAIN, "training--2", ["train"]),
    )


def _cell(kind: str, source: str, id: str, tags: list[str] | None, nbgrader: dict[str, Any]) -> dict[str, Any]:
    metadata: dict[str, Any] = {"tags": tags} if tags else {}
    if nbgrader:
        metadata["nbgrader"] = nbgrader | {"schema_version": 3, "task": False}
    return {"cell_type": kind, "source": source, "metadata": metadata} | ({"id": id} if id else {})

"""Train saved detectors for a few steps and print the losses: run by the tests on another backend."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import keras
import numpy as np

from course.detection import SSD, MaskRCNN

STEPS = 2  # the second step's losses are those of weights that the first one's gradients moved


def losses_of_steps(folder: Path) -> dict[str, list[dict[str, float]]]:
    """Train each ``*.keras`` in a folder on ``batch.npz``; return the losses of each step by the file's stem."""
    with np.load(folder / "batch.npz") as batch:
        arrays = dict(batch)
    images = arrays.pop("images")
    return {path.stem: _losses(path, images, arrays) for path in sorted(folder.glob("*.keras"))}


def _losses(path: Path, images: np.ndarray, targets: dict[str, np.ndarray]) -> list[dict[str, float]]:
    model = keras.models.load_model(path)
    assert isinstance(model, SSD | MaskRCNN), "importing the classes lets Keras find them"
    compiled = keras.config.backend() == "jax"  # on TensorFlow a graph takes longer to trace than two steps
    model.compile(keras.optimizers.SGD(0.01, momentum=0.9), run_eagerly=not compiled)
    steps = []
    for _ in range(STEPS):
        model.reset_metrics()
        losses = model.train_on_batch(images, targets, return_dict=True)
        steps.append({name: float(value) for name, value in losses.items()})
    return steps


if __name__ == "__main__":
    print(json.dumps({"backend": keras.config.backend(), "losses": losses_of_steps(Path(sys.argv[1]))}))

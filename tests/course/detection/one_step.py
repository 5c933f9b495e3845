"""Train a saved detector for a few steps and print the losses: run by the tests on another backend."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import keras
import numpy as np

from course.detection import SSD, MaskRCNN

STEPS = 3


def losses_of_steps(folder: Path) -> list[dict[str, float]]:
    """Load ``detector.keras`` and ``batch.npz`` from a folder, train on the batch, return the losses of each step."""
    model = keras.models.load_model(folder / "detector.keras")
    assert isinstance(model, SSD | MaskRCNN), "importing the classes lets Keras find them"
    compiled = keras.config.backend() == "jax"  # on TensorFlow a graph takes longer to trace than three steps
    model.compile(keras.optimizers.SGD(0.01, momentum=0.9), run_eagerly=not compiled)
    with np.load(folder / "batch.npz") as batch:
        arrays = dict(batch)
    images = arrays.pop("images")
    steps = []
    for _ in range(STEPS):
        model.reset_metrics()
        losses = model.train_on_batch(images, arrays, return_dict=True)
        steps.append({name: float(value) for name, value in losses.items()})
    return steps


if __name__ == "__main__":
    print(json.dumps({"backend": keras.config.backend(), "steps": losses_of_steps(Path(sys.argv[1]))}))

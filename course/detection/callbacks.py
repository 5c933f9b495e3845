"""Callbacks of a training: average precision after each epoch, and checkpoints from which it goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np

from course.detection.coco_ap import AveragePrecision, evaluate_detections
from course.detection.examples import Targets


class EpochAP(keras.callbacks.Callback):
    """Adds a detector's AP to the logs at the end of epochs, and so to the history. Subclasses say on which images.

    The logs get ``val_box_AP`` and ``val_box_AP50``, and ``val_mask_AP`` and ``val_mask_AP50`` for a detector with
    masks. Put it before callbacks that read them.

    Args:
        every: Epochs from one evaluation to the next.
    """

    def __init__(self, every: int = 1) -> None:
        super().__init__()
        self.every = every

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Evaluate, and write into the logs."""
        if (epoch + 1) % self.every or logs is None:
            return
        for kind, result in self.measure().items():
            logs[f"val_{kind}_AP"], logs[f"val_{kind}_AP50"] = result["AP"], result["AP50"]

    def measure(self) -> dict[str, AveragePrecision]:
        """Return the detector's AP of boxes, and of masks if it predicts them."""
        raise NotImplementedError


class APCallback(EpochAP):
    """Computes AP on validation images at the end of epochs; see :class:`EpochAP` for what it adds to the logs.

    Args:
        images: ``(N, H, W, 3)`` validation images.
        targets: What is in them; see :mod:`course.detection.examples`.
        batch_size: Images at a time.
        every: Epochs from one evaluation to the next.
    """

    def __init__(self, images: np.ndarray, targets: Targets, batch_size: int = 8, every: int = 1) -> None:
        super().__init__(every)
        self.images, self.targets, self.batch_size = images, targets, batch_size

    def measure(self) -> dict[str, AveragePrecision]:
        """Return the detector's AP of boxes, and of masks if it predicts them."""
        return average_precision(self.model, self.images, self.targets, self.batch_size)


def average_precision(
    model: keras.Model, images: np.ndarray, targets: Targets, batch_size: int = 8
) -> dict[str, AveragePrecision]:
    """Return a detector's AP: ``{"box": …}``, and ``"mask"`` where it predicts masks and the targets have them."""
    found = model.predict(images, batch_size=batch_size, verbose=0)
    results = {"box": evaluate_detections(found, targets, model.classes)}
    if "masks" in found and "instances" in targets:
        results["mask"] = evaluate_detections(found, targets, model.classes, masks=True)
    return results


def checkpoint(folder: str | Path) -> keras.callbacks.Callback:
    """Return a callback that saves weights, optimizer and epoch after each epoch, and starts from there the next time.

    The same ``fit`` in a new process goes on with the epoch after the last one that ended. If an epoch's file cannot be
    read, the one before is used. Nothing else may lie in the folder; remove it to start anew.

    Args:
        folder: Where to save; it is made if it is not there.
    """
    return keras.callbacks.BackupAndRestore(str(folder), double_checkpoint=True, delete_checkpoint=False)

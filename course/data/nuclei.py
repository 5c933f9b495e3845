"""Microscopy images of nuclei with one mask each: the 2018 Data Science Bowl's layout, read into label images."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from pathlib import Path

import numpy as np

SIZE = 256  # pixels a side: the middle of each image; the smallest images have 256
EVERY = 4  # of the images in the order of their names, each fourth is held out for testing


def read_nuclei(folder: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of the publisher's ``stage1_train.zip``; see :func:`read_nuclei_zip`."""
    return read_nuclei_zip(folder / "stage1_train.zip", split)


def read_nuclei_zip(path: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of a zip with ``{id}/images/{id}.png`` and ``{id}/masks/*.png``, one mask a nucleus.

    Args:
        path: The archive; its folders may lie in another one.
        split: ``"train"``, or ``"test"`` for each fourth image in the order of their names.

    Returns:
        ``images`` (N, 256, 256, 3) uint8 RGB and ``instances`` (N, 256, 256) int32: 0 background, 1 … n nuclei, in the
        middle of each image.
    """
    with zipfile.ZipFile(path) as archive:
        files: dict[str, dict[str, list[str]]] = defaultdict(lambda: {"images": [], "masks": []})
        for name in sorted(archive.namelist()):
            *_, image, kind, filename = ("", "", *name.split("/"))
            if filename.lower().endswith(".png") and kind in ("images", "masks"):
                files[image][kind].append(name)
        chosen = [
            each
            for number, (_, each) in enumerate(sorted(files.items()))
            if (number % EVERY == EVERY - 1) == (split == "test")
        ]
        if not chosen:
            raise ValueError("no {id}/images/{id}.png in it")
        images = np.stack([_middle(_decoded(archive, each["images"][0], "RGB")) for each in chosen])
        instances = np.stack([_instances(archive, each["masks"]) for each in chosen])
    return {"images": images, "instances": instances}


def _decoded(archive: zipfile.ZipFile, name: str, mode: str) -> np.ndarray:
    from PIL import Image

    with Image.open(io.BytesIO(archive.read(name))) as image:
        return np.asarray(image.convert(mode))


def _middle(image: np.ndarray) -> np.ndarray:
    top, left = ((side - SIZE) // 2 for side in image.shape[:2])
    return image[top : top + SIZE, left : left + SIZE]


def _instances(archive: zipfile.ZipFile, names: list[str]) -> np.ndarray:
    """Write each nucleus' mask into one label image, the numbers of those that the middle shows without gaps."""
    labels, count = np.zeros((SIZE, SIZE), np.int32), 0
    for name in names:
        mask = (_middle(_decoded(archive, name, "L")) > 0) & (labels == 0)
        if mask.any():
            count += 1
            labels[mask] = count
    return labels

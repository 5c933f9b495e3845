"""File formats that several data sets share: Keras' ``.npz`` of labelled images, files in a tar, pictures in a zip."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import tarfile
    import zipfile


def labelled_images(images: np.ndarray, labels: np.ndarray) -> dict[str, np.ndarray]:
    """Return images and one class per image in the form that all sets of this kind have.

    Args:
        images: (N, height, width, channels) uint8.
        labels: (N,) or (N, 1), any integer dtype.

    Returns:
        ``images`` as they are, contiguous in memory, and ``labels`` (N,) int64.
    """
    return {"images": np.ascontiguousarray(images), "labels": labels.reshape(-1).astype(np.int64)}


def read_keras_npz(path: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of labelled images from one ``.npz`` with the names that ``keras.datasets`` uses.

    Args:
        path: A file with ``x_train``, ``y_train``, ``x_test``, ``y_test``; grey images may lack the axis of channels.
        split: ``"train"`` or ``"test"``.

    Returns:
        ``images`` (N, height, width, channels) uint8 and ``labels`` (N,) int64.
    """
    with np.load(path, allow_pickle=False) as arrays:
        images, labels = arrays[f"x_{split}"], arrays[f"y_{split}"]
    return labelled_images(images[..., np.newaxis] if images.ndim == 3 else images, labels)


def read_member(archive: tarfile.TarFile, member: tarfile.TarInfo | str) -> bytes:
    """Return the content of one file of a tar, which is given by itself or by its name.

    Raises:
        KeyError: If there is no such file.
    """
    file = archive.extractfile(member)
    if file is None:
        raise KeyError(f"{member} in {archive.name!r} is not a file")
    return file.read()


def read_picture(archive: zipfile.ZipFile, name: str, mode: str | None = None) -> np.ndarray:
    """Decode one picture of a zip.

    Args:
        archive: The open zip.
        name: The picture's name in it.
        mode: Pillow's name of the form to convert to: ``"L"`` for grey, ``"RGB"``; None to leave it as it is.

    Returns:
        (height, width) or (height, width, channels) uint8.
    """
    from PIL import Image

    with Image.open(io.BytesIO(archive.read(name))) as picture:
        return np.asarray(picture.convert(mode) if mode else picture)

"""JPEG as a yardstick: many small pictures in one file, so that the file's header counts for little."""

from __future__ import annotations

import numpy as np

BLOCK = 16  # pixels per side of a block that JPEG codes together when it halves the colours' resolution


def jpeg(images: np.ndarray, quality: int) -> tuple[np.ndarray, int]:
    """Write images into one JPEG file, one below the other, and read them back.

    No block of the file lies in two images, so each is read back as it would be alone. Colours have half the
    resolution, and the code words are optimised for the file.

    Args:
        images: ``(N, H, W, 3)`` RGB or ``(N, H, W, 1)`` grey, floats from 0 to 1; H and W are multiples of 16.
        quality: 1 (worst) to 100.

    Returns:
        The images as they are read back, in the same form as float32, and the length of the file in bits.

    Raises:
        ValueError: If the images' sides are not multiples of 16.
    """
    import cv2

    count, height, width, channels = images.shape
    if height % BLOCK or width % BLOCK:
        raise ValueError(
            f"jpeg needs sides that are multiples of {BLOCK}, not {height} × {width}: blocks would mix images"
        )
    column = np.rint(np.clip(images, 0, 1) * 255).astype(np.uint8).reshape(count * height, width, channels)
    settings = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
    _, file = cv2.imencode(".jpg", column[..., ::-1], settings)
    read = np.asarray(cv2.imdecode(file, cv2.IMREAD_COLOR if channels == 3 else cv2.IMREAD_GRAYSCALE))
    decoded = read.reshape(count, height, width, channels)[..., ::-1]
    return (decoded / 255).astype(np.float32), 8 * len(file)

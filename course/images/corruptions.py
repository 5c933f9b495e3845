"""Damage that pictures take on their way to us: lost blocks, blur, dirt on a window, rain.

Every function takes images ``(N, H, W, C)``, floats from 0 to 1, and returns new ones of the same shape and dtype. The
same seed gives the same damage; no two images of a stack are damaged alike.
"""

from __future__ import annotations

import numpy as np


def missing_blocks(images: np.ndarray, share: float, size: int = 4, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Set square blocks of pixels to black, as if they had been lost.

    Args:
        images: ``(N, H, W, C)``, floats from 0 to 1.
        share: Share of an image's blocks that is lost, 0 to 1.
        size: Pixels per side of a block; blocks lie on a grid, which is cut off at the lower and right border.
        seed: Seed of the choice of blocks.

    Returns:
        The images with black blocks, and which pixels are lost: ``(N, H, W, 1)`` booleans.
    """
    count, height, width, _ = images.shape
    grid = (count, -(-height // size), -(-width // size), 1)
    lost = np.random.default_rng(seed).random(grid) < share
    lost = lost.repeat(size, axis=1).repeat(size, axis=2)[:, :height, :width]
    return np.where(lost, 0, images).astype(images.dtype), lost


def blur(images: np.ndarray, sigma: float) -> np.ndarray:
    """Blur by a Gaussian, as a lens out of focus nearly does; borders are mirrored.

    Args:
        images: ``(N, H, W, C)``, floats from 0 to 1.
        sigma: Standard deviation of the Gaussian, in pixels.
    """
    from scipy.ndimage import gaussian_filter

    return gaussian_filter(images, sigma, axes=(1, 2), mode="mirror")


def dirt(images: np.ndarray, amount: float, seed: int = 0) -> np.ndarray:
    """Look through a dirty window: brown-grey blots cover a part of each image, softly.

    Args:
        images: ``(N, H, W, C)``, floats from 0 to 1.
        amount: Share of the pixels that is covered by half or more, 0 to 1.
        seed: Seed of the blots.
    """
    from scipy.ndimage import gaussian_filter

    noise = np.random.default_rng(seed).normal(size=images.shape[:3])
    landscape = gaussian_filter(noise, 3, axes=(1, 2), mode="wrap")
    landscape /= landscape.std(axis=(1, 2), keepdims=True)
    edge = np.quantile(landscape, 1 - amount, axis=(1, 2), keepdims=True)
    cover = 1 / (1 + np.exp(-8 * (landscape - edge)))[..., np.newaxis]
    return ((1 - cover) * images + cover * 0.35).astype(images.dtype)


def rain(images: np.ndarray, amount: float, seed: int = 0, length: int = 9) -> np.ndarray:
    """Look through rain: bright slanting streaks are added.

    Args:
        images: ``(N, H, W, C)``, floats from 0 to 1.
        amount: Share of the pixels at which a streak begins, 0 to 1; a hundredth is a downpour.
        seed: Seed of the streaks.
        length: Pixels from the upper to the lower end of a streak.
    """
    begins = np.random.default_rng(seed).random(images.shape[:3]) < amount
    streaks = np.zeros(images.shape[:3])
    for row in range(length):
        streaks += 0.5 * np.roll(begins, (row, -(row // 3)), axis=(1, 2))
    return np.clip(images + streaks[..., np.newaxis], 0, 1).astype(images.dtype)

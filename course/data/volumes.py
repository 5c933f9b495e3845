"""Embryo-like volumes with a small dark ventricle: what makes three-dimensional segmentation hard, generated.

High-frequency ultrasound of a mouse embryo shows a bright head with dark, fluid-filled brain ventricles, among speckle,
shadows behind bone and a body of the same brightness. The ventricles fill about 0.3% of the volume. These volumes have
all of that, in fewer voxels: a head with a bright skull, a two-lobed dark ventricle in it, a body with a dark cavity
that is not a ventricle, multiplicative speckle, and a shadow that may darken part of the head.
"""

from __future__ import annotations

import numpy as np

FOREGROUND = 0.003  # share of the voxels that belong to the ventricle, on average
SPECKLE = 0.9  # voxels: width of a grain
LOOKS = 3  # speckle patterns averaged: more make it milder

Volumes = tuple[np.ndarray, np.ndarray]


def embryo_volumes(count: int, size: int = 48, seed: int = 0) -> Volumes:
    """Generate volumes of embryo-like shapes in random poses, and where the ventricle is.

    Args:
        count: The number of volumes.
        size: Voxels per side, at least 24.
        seed: The same seed gives the same volumes.

    Returns:
        ``volumes`` (count, size, size, size, 1) float32, 0 to 1, sound coming in along the first axis; ``masks`` of the
        same shape, uint8, 1 in the ventricle.

    Raises:
        ValueError: If the size is below 24, where a ventricle is a handful of voxels.
    """
    if size < 24:
        raise ValueError(f"a volume needs at least 24 voxels per side for a ventricle to show, not {size}")
    rng = np.random.default_rng([seed, size])
    embryos = [_embryo(size, rng) for _ in range(count)]
    volumes, masks = (np.stack(parts)[..., np.newaxis] for parts in zip(*embryos))
    return volumes, masks


def _embryo(size: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return one volume and where its ventricle is, both (size, size, size), float32 and uint8."""
    from scipy import ndimage

    grid = np.stack(np.meshgrid(*3 * [np.arange(size)], indexing="ij"), axis=-1) / size - 0.5  # -0.5 … 0.5
    turn = _rotation(rng)
    head = rng.uniform(-0.16, 0.16, 3)
    inside = (grid - head) @ turn
    skull = _ellipsoid(inside, (0, 0, 0), rng.uniform(0.2, 0.24, 3))
    ventricle = _ventricle(inside, rng)
    body = _ellipsoid(inside, (0.36, 0.05, 0.0), (0.2, 0.16, 0.16))
    cavity = _ellipsoid(inside, (0.36, 0.05, 0.0), rng.uniform(0.05, 0.075, 3))

    echo = np.full(grid.shape[:3], 0.05)
    echo[body < 1] = 0.5
    echo[cavity < 1] = 0.16
    echo[skull < 1] = 0.5
    echo[np.abs(skull - 1) < 0.13] = 0.9
    echo[ventricle] = rng.uniform(0.1, 0.2)
    echo *= _shadow(grid, head, rng)
    seen = ndimage.gaussian_filter(echo, 0.6) * _speckle(size, rng)
    return np.clip(seen, 0, 1).astype(np.float32), ventricle.astype(np.uint8)


def _ventricle(inside: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return two lobes side by side and a stem between them, (size, size, size) bool."""
    apart, tilt = rng.uniform(0.05, 0.065), rng.uniform(-0.03, 0.03)
    where = rng.uniform(-0.03, 0.03, 3)
    lobe = np.array([0.075, 0.042, 0.05]) * rng.uniform(0.85, 1.15, 3)
    left = _ellipsoid(inside, where + np.array([tilt, -apart, 0]), lobe)
    right = _ellipsoid(inside, where - np.array([tilt, -apart, 0]), lobe)
    stem = _ellipsoid(inside, where - np.array([0.02, 0, 0]), (0.03, apart, 0.03))
    depth = np.minimum(np.minimum(left, right), stem)
    voxels = round(rng.uniform(0.7, 1.3) * FOREGROUND * depth.size)
    return depth <= np.partition(depth.reshape(-1), voxels)[voxels]


def _ellipsoid(points: np.ndarray, centre: tuple | np.ndarray, radii: tuple | np.ndarray) -> np.ndarray:
    """Return each point's distance from the centre in radii, (size, size, size): below 1 is inside."""
    return np.linalg.norm((points - np.asarray(centre)) / np.asarray(radii), axis=-1)


def _shadow(grid: np.ndarray, head: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the share of sound that arrives: less in a band behind something that absorbs it, and less with depth."""
    across = grid[..., 1:] - head[1:] - rng.uniform(-0.2, 0.2, 2)
    band = np.exp(-(np.linalg.norm(across, axis=-1) ** 2) / (2 * rng.uniform(0.03, 0.06) ** 2))
    behind = grid[..., 0] > head[0] + rng.uniform(-0.2, 0.1)
    return (1 - rng.uniform(0.2, 0.7) * band * behind) * (1 - 0.3 * (grid[..., 0] + 0.5))


def _speckle(size: int, rng: np.random.Generator) -> np.ndarray:
    """Return multiplicative noise of mean 1: the magnitude of a smoothed complex Gaussian, averaged over looks."""
    from scipy import ndimage

    field = rng.standard_normal((2, LOOKS, size, size, size))
    grains = ndimage.gaussian_filter(field, (0, 0, SPECKLE, SPECKLE, SPECKLE))
    magnitude = np.hypot(*grains).mean(axis=0)
    return magnitude / magnitude.mean()


def _rotation(rng: np.random.Generator) -> np.ndarray:
    """Return a random rotation, (3, 3), every one equally likely."""
    matrix, triangle = np.linalg.qr(rng.standard_normal((3, 3)))
    matrix = matrix * np.sign(np.diag(triangle))
    matrix[:, 0] *= np.linalg.det(matrix)
    return matrix

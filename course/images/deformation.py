"""Deformations that move an image and what is known about its pixels together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Random = np.random.Generator | int | None


def displacement_field(shape: Sequence[int], sigma: float, alpha: float, rng: Random = None) -> np.ndarray:
    """Sample how far away each pixel is fetched from: smooth random vectors, each axis by itself.

    Args:
        shape: Lengths of the sides of the image or volume, in pixels.
        sigma: Pixels over which the vectors change: standard deviation of the Gaussian that smooths white noise.
        alpha: Pixels: standard deviation of each component over the image.
        rng: Generator or seed.

    Returns:
        ``(axes, *shape)`` float64, in pixels.

    Reference:
        P. Y. Simard, D. Steinkraus, J. C. Platt, Best practices for convolutional neural networks, ICDAR 2003.
    """
    from scipy import ndimage

    rng = np.random.default_rng(rng)
    field = np.stack([ndimage.gaussian_filter(rng.standard_normal(shape), sigma) for _ in shape])
    return alpha * field / field.std(axis=tuple(range(1, field.ndim)), keepdims=True)


def elastic_deform(
    image: np.ndarray, mask: np.ndarray, sigma: float, alpha: float, rng: Random = None
) -> tuple[np.ndarray, np.ndarray]:
    """Deform an image and its mask with one smooth random field.

    ``keras.layers.RandomElasticTransform`` (3.12 to 3.15) samples one field for images and another for masks, and uses
    the same numbers along both axes, so that everything moves along one diagonal.

    Args:
        image: ``(H, W)`` or ``(H, W, C)`` numbers, interpolated linearly.
        mask: ``(H, W)`` labels, interpolated by the nearest: no new label arises.
        sigma, alpha: As in :func:`displacement_field`.
        rng: Generator or seed.

    Returns:
        The image, float32 unless it was another float, and the mask in its own dtype. What comes in over a border is
        the image mirrored there.

    Raises:
        ValueError: If the mask is not as high and wide as the image.
    """
    from scipy import ndimage

    if image.shape[:2] != mask.shape:
        raise ValueError(f"the mask {mask.shape} must be as high and wide as the image {image.shape}")
    where = np.indices(mask.shape) + displacement_field(mask.shape, sigma, alpha, rng)
    image = image if np.issubdtype(image.dtype, np.floating) else image.astype(np.float32)
    channels = np.moveaxis(image[..., np.newaxis] if image.ndim == 2 else image, -1, 0)
    moved = [ndimage.map_coordinates(channel, where, order=1, mode="mirror") for channel in channels]
    moved_mask = ndimage.map_coordinates(mask, where, order=0, mode="mirror")
    return np.stack(moved, axis=-1).reshape(image.shape), moved_mask

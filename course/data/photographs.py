"""The photographs that come with scikit-image, as material for generated sets."""

from __future__ import annotations

import functools

import numpy as np

EXAMPLES = {"train": 5_000, "test": 1_000}  # images in a generated set
SEEDS = {"train": 1, "test": 2}


@functools.cache
def photograph(name: str) -> np.ndarray:
    """Return one of scikit-image's bundled photographs as (H, W, 3) uint8 RGB; a grey one has equal channels.

    Args:
        name: Name of a function in ``skimage.data`` whose file is part of the wheel, such as ``"astronaut"``.
    """
    import skimage.data  # here: SciPy comes with it, and whoever loads files need not wait

    image = getattr(skimage.data, name)()
    return np.repeat(image[..., np.newaxis], 3, axis=-1) if image.ndim == 2 else image[..., :3]

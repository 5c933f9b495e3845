"""The photographs that come with scikit-image, as material for stand-ins."""

from __future__ import annotations

import functools

import numpy as np


@functools.cache
def photograph(name: str) -> np.ndarray:
    """Return one of scikit-image's photographs as (H, W, 3) uint8 RGB; a grey one has equal channels.

    Args:
        name: The name of a function in ``skimage.data`` whose file is part of the wheel, such as ``"astronaut"``.
    """
    import skimage.data  # here: SciPy comes with it, and a program that reads files need not wait for it

    image = getattr(skimage.data, name)()
    return np.repeat(image[..., np.newaxis], 3, axis=-1) if image.ndim == 2 else image[..., :3]

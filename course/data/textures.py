"""Ten textures cut from photographs: a 28×28 grey task that stands in for Fashion-MNIST where there is no network.

Each image is a patch of one of ten photographs of scikit-image, and its class is the photograph. Patches of the two
splits come from different blocks of the photographs, and share no pixel. Brightness and contrast are drawn at random
and the patch may be turned or mirrored: what has to be learned is the texture.
"""

from __future__ import annotations

import functools

import numpy as np

from course.data.photographs import EXAMPLES, SEEDS, photograph

SIZE = 28  # pixels a side
BLOCK = 60  # pixels a side of the blocks that are dealt to train or test; a patch is cut from within one
HELD_OUT = 5  # every fifth block is the test split's
ENLARGEMENT = 2.0  # a patch covers 28 to 56 pixels of the photograph

# Class name → the photograph in skimage.data it is cut from.
TEXTURES = {
    "brick": "brick",
    "grass": "grass",
    "gravel": "gravel",
    "coins": "coins",
    "print": "page",
    "tissue": "immunohistochemistry",
    "galaxies": "hubble_deep_field",
    "fur": "chelsea",
    "retina": "retina",
    "moon": "moon",
}


@functools.cache
def _blocks(name: str, split: str) -> np.ndarray:
    """Return the blocks of a photograph that belong to a split, (blocks, 60, 60) uint8 grey."""
    import cv2

    grey = cv2.cvtColor(photograph(name), cv2.COLOR_RGB2GRAY)
    rows, columns = grey.shape[0] // BLOCK, grey.shape[1] // BLOCK
    tiles = grey[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK).swapaxes(1, 2)
    row, column = np.indices((rows, columns))
    held_out = (row * 2 + column) % HELD_OUT == 0
    return tiles[held_out == (split == "test")]


def _patch(blocks: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Cut one patch, (28, 28) uint8."""
    import cv2

    side = int(rng.integers(SIZE, int(SIZE * ENLARGEMENT) + 1))
    top, left = rng.integers(BLOCK - side + 1, size=2)
    source = blocks[rng.integers(len(blocks)), top : top + side, left : left + side]
    patch = cv2.resize(source, (SIZE, SIZE), interpolation=cv2.INTER_AREA).astype(np.float32)
    patch = np.rot90(patch, rng.integers(4))[:, :: rng.choice([-1, 1])]
    patch = (patch - patch.mean()) * rng.uniform(0.7, 1.3) + rng.uniform(90, 165)
    return np.clip(np.rint(patch), 0, 255).astype(np.uint8)


def texture_patches(split: str) -> dict[str, np.ndarray]:
    """Return a split of ten textures cut from scikit-image's photographs.

    The classes are :data:`TEXTURES`, not Fashion-MNIST's; they take turns, so any stretch of a split is balanced.

    Args:
        split: ``"train"`` (5,000 images) or ``"test"`` (1,000 images).

    Returns:
        ``images`` (N, 28, 28, 1) uint8 and ``labels`` (N,) int64. The same in every call.
    """
    rng = np.random.default_rng(SEEDS[split])
    labels = np.arange(EXAMPLES[split]) % len(TEXTURES)
    names = list(TEXTURES.values())
    images = np.stack([_patch(_blocks(names[label], split), rng) for label in labels])
    return {"images": images[..., np.newaxis], "labels": labels}

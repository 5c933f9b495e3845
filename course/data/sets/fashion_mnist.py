"""Fashion-MNIST: clothes, 28×28 grey. Ten textures cut from photographs stand in for it where there is no network.

Each image of the stand-in is a patch of one of ten photographs of scikit-image, and its class is the photograph.
Patches of the two splits come from different blocks of the photographs, and share no pixel. Brightness and contrast are
random, and the patch may be turned or mirrored: what has to be learned is the texture.
"""

from __future__ import annotations

import functools
import gzip
from pathlib import Path

import numpy as np

from course.data.dataset import SEEDS, Archive, ArraySpec, DataSet, StandIn, class_labels
from course.data.formats import labelled_images
from course.data.photographs import photograph
from course.data.sets.mnist import KERAS_FILES

SIZE = 28  # pixels per side
EXAMPLES = {"train": 5_000, "test": 1_000}  # images of the stand-in
BLOCK = 60  # pixels per side of a block; a patch is cut from within one
TEST_EVERY = 5  # every fifth block is the test split's
ENLARGEMENT = 2.0  # a patch covers 28 to 56 pixels of the photograph

IDX_PREFIX = {"train": "train", "test": "t10k"}
IDX_IMAGE_HEADER, IDX_LABEL_HEADER = 16, 8  # bytes before the data: magic number, then 4 bytes per axis

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
    in_test = (row * 2 + column) % TEST_EVERY == 0
    return tiles[in_test == (split == "test")]


def _patch(blocks: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Cut one patch, (28, 28) uint8."""
    import cv2

    side = int(rng.integers(SIZE, int(SIZE * ENLARGEMENT) + 1))
    top, left = rng.integers(BLOCK - side + 1, size=2)
    source = blocks[rng.integers(len(blocks)), top : top + side, left : left + side]
    patch = cv2.resize(source, (SIZE, SIZE), interpolation=cv2.INTER_AREA).astype(np.float32)
    patch = np.rot90(patch, int(rng.integers(4)))[:, :: rng.choice([-1, 1])]
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


def read_fashion_mnist(folder: Path, split: str) -> dict[str, np.ndarray]:
    """Read a split of Fashion-MNIST from its gzipped IDX files.

    Returns:
        ``images`` (N, 28, 28, 1) uint8 and ``labels`` (N,) int64; N is 60,000 (train) or 10,000 (test).
    """
    prefix = IDX_PREFIX[split]
    pixels = gzip.decompress((folder / f"{prefix}-images-idx3-ubyte.gz").read_bytes())
    classes = gzip.decompress((folder / f"{prefix}-labels-idx1-ubyte.gz").read_bytes())
    images = np.frombuffer(pixels, np.uint8, offset=IDX_IMAGE_HEADER).reshape(-1, 28, 28, 1)
    return labelled_images(images.copy(), np.frombuffer(classes, np.uint8, offset=IDX_LABEL_HEADER))


FASHION_MNIST = DataSet(
    name="fashion_mnist",
    title="Fashion-MNIST",
    arrays={
        "images": ArraySpec((None, 28, 28, 1), "uint8", "bright clothes on black, 0 to 255"),
        "labels": class_labels(10),
    },
    class_names=(
        "T-shirt/top",
        "trouser",
        "pullover",
        "dress",
        "coat",
        "sandal",
        "shirt",
        "sneaker",
        "bag",
        "ankle boot",
    ),
    licence="MIT",
    citation="Xiao, Rasul, Vollgraf: Fashion-MNIST, arXiv:1708.07747, 2017",
    homepage="https://github.com/zalandoresearch/fashion-mnist",
    splits={"train": 60_000, "test": 10_000},
    archives=tuple(
        Archive(url=KERAS_FILES + filename, sha256=sha256, size=size, filename=filename)
        for filename, size, sha256 in (
            # Sizes and digests as TensorFlow Datasets pins them; keras.datasets pins none for these files.
            (
                "train-images-idx3-ubyte.gz",
                26_421_880,
                "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
            ),
            (
                "train-labels-idx1-ubyte.gz",
                29_515,
                "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
            ),
            (
                "t10k-images-idx3-ubyte.gz",
                4_422_102,
                "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
            ),
            (
                "t10k-labels-idx1-ubyte.gz",
                5_148,
                "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
            ),
        )
    ),
    read=read_fashion_mnist,
    stand_in=StandIn(
        texture_patches,
        "6,000 grey patches of scikit-image's photographs, classed by texture (not Fashion-MNIST)",
        class_names=tuple(TEXTURES),
    ),
)

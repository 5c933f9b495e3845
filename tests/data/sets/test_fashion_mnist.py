"""Fashion-MNIST's layout, and the textures that stand in for it."""

from __future__ import annotations

import gzip
import struct

import numpy as np
import pytest

from course.data.sets import fashion_mnist
from course.data.sets.fashion_mnist import FASHION_MNIST


@pytest.mark.parametrize(("split", "prefix"), [("train", "train"), ("test", "t10k")])
def test_fashion_mnist(tmp_path, rng, split, prefix):
    images, labels = rng.integers(0, 256, (5, 28, 28), dtype=np.uint8), np.arange(5, dtype=np.uint8)
    image_file = struct.pack(">4i", 0x803, 5, 28, 28) + images.tobytes()
    label_file = struct.pack(">2i", 0x801, 5) + labels.tobytes()
    (tmp_path / f"{prefix}-images-idx3-ubyte.gz").write_bytes(gzip.compress(image_file))
    (tmp_path / f"{prefix}-labels-idx1-ubyte.gz").write_bytes(gzip.compress(label_file))
    arrays = FASHION_MNIST.check(fashion_mnist.read_fashion_mnist(tmp_path, split))
    np.testing.assert_array_equal(arrays["images"][..., 0], images)
    np.testing.assert_array_equal(arrays["labels"], labels)


def test_the_splits_of_the_textures_share_no_block():
    for photograph in fashion_mnist.TEXTURES.values():
        blocks = {split: fashion_mnist._blocks(photograph, split) for split in ("train", "test")}
        seen = {block.tobytes() for block in blocks["train"] if block.std() > 0}
        assert not seen & {block.tobytes() for block in blocks["test"]}
        assert len(blocks["test"]) >= 2

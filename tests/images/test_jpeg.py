"""JPEG as a yardstick: images come back in their order, and the better the more bits."""

from __future__ import annotations

import numpy as np
import pytest

from course.images.jpeg import jpeg

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("channels", [1, 3])
def test_what_comes_back_is_close_and_in_order(channels):
    levels = np.linspace(0.1, 0.9, 5)[:, None, None, None] * np.array([1.0, 0.7, 0.4])[:channels]
    images = np.broadcast_to(levels, (5, 32, 32, channels)).astype("float32")
    read, bits = jpeg(images, 95)
    assert read.shape == images.shape
    assert read.dtype == np.float32
    assert bits > 0
    np.testing.assert_allclose(read, images, atol=0.04)


def test_quality_costs_bits():
    ramp = np.linspace(0, 1, 32)[:, None] * np.linspace(0.2, 1, 32)
    images = np.clip(ramp[None, :, :, None] + RNG.normal(0, 0.05, (4, 32, 32, 3)), 0, 1)
    results = [jpeg(images, quality) for quality in (5, 50, 95)]
    errors = [np.mean((read - images) ** 2) for read, _ in results]
    lengths = [bits for _, bits in results]
    assert errors == sorted(errors, reverse=True)
    assert lengths == sorted(lengths)


def test_one_image_does_not_leak_into_the_next():
    images = np.zeros((2, 16, 16, 1))
    images[1] = 1
    read, _ = jpeg(images, 10)
    np.testing.assert_allclose(read, images, atol=0.05)


def test_sides_that_would_mix_images_are_refused():
    with pytest.raises(ValueError, match="multiples of 16"):
        jpeg(np.zeros((1, 20, 32, 3)), 50)

"""Patches are squares of the pictures, at all places, as they are or mirrored."""

from __future__ import annotations

import numpy as np

from course.images.patches import random_patches


def test_every_patch_is_a_part_of_a_picture_or_its_mirror_image():
    pictures = [np.arange(60.0).reshape(6, 10, 1), 100 + np.arange(35.0).reshape(7, 5, 1)]
    patches = random_patches(pictures, 200, 4, seed=0)
    assert patches.shape == (200, 4, 4, 1)
    steps = np.diff(patches[..., 0], axis=2)
    mirrored = (steps == -1).all(axis=(1, 2))
    assert (mirrored | (steps == 1).all(axis=(1, 2))).all()
    assert 60 < mirrored.sum() < 140
    straight = np.where(mirrored[:, None, None], patches[:, :, ::-1, 0], patches[..., 0])
    corners = set(straight[:, 0, 0])
    assert corners == {10 * top + left for top in range(3) for left in range(7)} | {
        100 + 5 * top + left for top in range(4) for left in range(2)
    }


def test_the_seed_decides():
    pictures = [np.random.default_rng(0).random((20, 30, 3))]
    np.testing.assert_array_equal(random_patches(pictures, 5, 8, seed=1), random_patches(pictures, 5, 8, seed=1))
    assert not np.array_equal(random_patches(pictures, 5, 8, seed=1), random_patches(pictures, 5, 8, seed=2))

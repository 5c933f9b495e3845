"""Embryo-like volumes."""

from __future__ import annotations

import numpy as np
import pytest

from course.data.volumes import embryo_volumes


def test_a_ventricle_fills_three_voxels_in_a_thousand():
    images, masks = embryo_volumes(6, seed=3)
    assert images.shape == masks.shape == (6, 48, 48, 48, 1)
    assert (images.dtype, masks.dtype) == (np.float32, np.uint8)
    assert images.min() >= 0
    assert images.max() <= 1
    assert masks.mean() == pytest.approx(0.003, rel=0.25)
    again, _ = embryo_volumes(6, seed=3)
    np.testing.assert_array_equal(images, again)


def test_a_ventricle_is_dark_in_a_bright_head_and_fits_a_window():
    images, masks = embryo_volumes(6, seed=4)
    for image, mask in zip(images[..., 0], masks[..., 0] > 0):
        voxels = np.argwhere(mask)
        assert np.ptp(voxels, axis=0).max() < 20
        around = np.zeros_like(mask)
        low, high = voxels.min(axis=0) - 2, voxels.max(axis=0) + 3
        around[tuple(slice(*ends) for ends in zip(low, high))] = True
        assert image[mask].mean() < 0.7 * image[around & ~mask].mean()


def test_a_tiny_volume_is_refused():
    with pytest.raises(ValueError, match="24 voxels"):
        embryo_volumes(1, 16)

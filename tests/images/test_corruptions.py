"""Damage to pictures: how much of it, where, and the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from course.images import corruptions

IMAGES = np.random.default_rng(0).uniform(0.2, 0.6, (6, 48, 62, 3)).astype("float32")


@pytest.mark.parametrize(
    "damage",
    [
        lambda images, seed: corruptions.missing_blocks(images, 0.2, 4, seed)[0],
        lambda images, seed: corruptions.dirt(images, 0.2, seed),
        lambda images, seed: corruptions.rain(images, 0.01, seed),
        lambda images, seed: corruptions.blur(images, 1.0 + seed),
    ],
)
def test_form_is_kept_and_seeds_decide(damage):
    damaged = damage(IMAGES, 1)
    assert damaged.shape == IMAGES.shape
    assert damaged.dtype == IMAGES.dtype
    assert 0 <= damaged.min() <= damaged.max() <= 1
    np.testing.assert_array_equal(damaged, damage(IMAGES, 1))
    assert not np.array_equal(damaged, damage(IMAGES, 2))
    assert not np.array_equal(damaged, IMAGES)


def test_blocks_are_whole_and_black_and_as_many_as_asked_for():
    damaged, lost = corruptions.missing_blocks(IMAGES, 0.25, size=6, seed=3)
    assert lost.shape == (6, 48, 62, 1)
    assert lost.mean() == pytest.approx(0.25, abs=0.05)
    blocks = lost[:, :, :60].reshape(6, 8, 6, 10, 6)
    assert (blocks.all(axis=(2, 4)) == blocks.any(axis=(2, 4))).all()
    np.testing.assert_array_equal(damaged, np.where(lost, 0, IMAGES))
    assert not np.array_equal(lost[0], lost[1])


def test_blur_keeps_the_mean_and_the_channels_apart():
    images = IMAGES.copy()
    images[..., 1] = 0
    blurred = corruptions.blur(images, 2.0)
    assert not blurred[..., 1].any()
    assert blurred.mean() == pytest.approx(images.mean(), rel=0.01)
    assert blurred.std(axis=(1, 2))[:, 0].max() < 0.3 * images.std(axis=(1, 2))[:, 0].min()


def test_dirt_covers_the_share_asked_for():
    white = np.ones_like(IMAGES)
    covered = corruptions.dirt(white, 0.2)[..., 0] < (1 + 0.35) / 2
    np.testing.assert_allclose(covered.mean(axis=(1, 2)), 0.2, atol=0.01)


def test_rain_only_brightens():
    rainy = corruptions.rain(IMAGES, 0.01)
    assert (rainy >= IMAGES).all()
    assert 0.05 < (rainy > IMAGES).mean() < 0.1  # nine pixels per streak, a few of which meet

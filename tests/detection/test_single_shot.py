"""SSD and YOLO: the grid by hand, there and back; and that both learn."""

from __future__ import annotations

from functools import partial

import keras
import numpy as np
import pytest
from keras import ops

from course.detection import SMALL_SETTINGS, SSD, YOLO, FasterRCNN, average_precision, build_backbone
from course.detection.yolo import yolo_decode, yolo_encode
from tests.detection.conftest import coloured_shapes


def encoded(boxes, labels, boxes_per_cell=2, classes=20):
    """Return the grid of one 448 × 448 image."""
    boxes, labels = np.array([boxes], "float32"), np.array([labels])
    grid = yolo_encode(boxes, labels, labels >= 0, (7, 7), boxes_per_cell, classes, (448, 448))
    return ops.convert_to_numpy(grid)


def test_the_papers_grid_by_hand():
    grid = encoded([[64, 128, 160, 192], [0, 0, 0, 0]], [11, -1])
    assert grid.shape == (1, 7, 7, 30)
    cell = grid[0, 2, 1]  # the centre (112, 160) lies in column 1, row 2
    expected = [0.75, 0.5, 96 / 448, 64 / 448, 1]
    np.testing.assert_allclose(cell[:10], expected * 2, rtol=1e-6)
    assert cell[10:].nonzero()[0].tolist() == [11]
    assert np.count_nonzero(grid.any(axis=-1)) == 1


def test_the_grid_decodes_to_the_boxes(rng):
    corner = rng.uniform(0, 300, (6, 2))
    boxes = np.concatenate([corner, corner + rng.uniform(20, 140, (6, 2))], axis=1).astype("float32")
    labels = rng.integers(0, 20, 6)
    grid = encoded(boxes, labels)
    decoded, scores = (ops.convert_to_numpy(a)[0] for a in yolo_decode(ops.convert_to_tensor(grid), 2, (448, 448)))
    assert decoded.shape == (98, 4)
    assert scores.shape == (98, 20)
    cells = {tuple(((box[:2] + box[2:]) / 128).astype(int)) for box in boxes}
    found = scores.max(axis=1) > 0.5
    assert found.sum() == 2 * len(cells)
    for box in decoded[found]:
        assert np.abs(boxes - box).max(axis=1).min() < 1e-3


def test_of_two_in_a_cell_the_first_stays_and_the_last_column_holds_the_border():
    grid = encoded([[10, 10, 30, 30], [12, 12, 34, 34]], [3, 4])
    assert grid[0, 0, 0, 10:].nonzero()[0].tolist() == [3]
    assert grid.sum() == pytest.approx(grid[0, 0, 0].sum())
    assert encoded([[440, 440, 456, 456]], [0])[0, 6, 6, 4] == 1


def test_yolo_has_one_grid():
    with pytest.raises(ValueError, match="the backbone has 2 maps"):
        YOLO(build_backbone("small", (64, 64), strides=(8, 16)), 3)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["ssd", "yolo"])
def test_it_learns_saves_and_loads(kind, tmp_path):
    images, targets = coloured_shapes(np.random.default_rng(5), 4)
    targets = {name: targets[name] for name in ("boxes", "labels")}
    keras.utils.set_random_seed(0)
    if kind == "ssd":
        model = SSD(build_backbone("small", (64, 64)), 3, channels=32)
    else:
        model = YOLO(build_backbone("small", (64, 64), strides=(8,)), 3)
    model.compile(keras.optimizers.Adam(3e-3))
    repeated = {name: np.tile(array, (10, *[1] * (array.ndim - 1))) for name, array in targets.items()}
    history = model.fit(
        np.tile(images, (10, 1, 1, 1)), repeated, batch_size=4, epochs=10 if kind == "ssd" else 25, verbose=0
    )
    assert history.history["loss"][-1] < history.history["loss"][0] / 3
    assert average_precision(model, images, targets)["box"]["AP50"] >= 0.9
    model.save(tmp_path / "detector.keras")
    before = model.predict(images, verbose=0)
    after = keras.models.load_model(tmp_path / "detector.keras").predict(images, verbose=0)
    for name, value in before.items():
        np.testing.assert_allclose(after[name], value, atol=1e-5)
    nothing = {"boxes": np.zeros((4, 3, 4), "float32"), "labels": np.full((4, 3), -1)}
    losses = model.train_on_batch(images, nothing, return_dict=True)
    assert np.isfinite(list(losses.values())).all()


def test_yolos_loss_is_zero_when_all_is_right():
    model = YOLO(build_backbone("small", (64, 64), strides=(16,)), 3, boxes_per_cell=2)
    boxes, labels = np.array([[[4, 8, 30, 40], [0, 0, 0, 0]]], "float32"), np.array([[2, -1]])
    truth = model.truth_of({"boxes": boxes, "labels": labels})
    cells = yolo_encode(truth["boxes"], truth["labels"], truth["valid"], (4, 4), 2, 3, (64, 64))
    cells = np.array(ops.convert_to_numpy(cells))
    cells[..., 9] = 0  # of two equal boxes the first answers, the second is empty
    losses = model.losses_of({"cells": ops.convert_to_tensor(cells)}, truth)
    assert {name: pytest.approx(0, abs=1e-4) for name in losses} == {
        name: float(value) for name, value in losses.items()
    }


@pytest.mark.parametrize("kind", [SSD, partial(FasterRCNN, settings=SMALL_SETTINGS)])
def test_a_backbone_may_have_one_map(kind):
    model = kind(build_backbone("small", (32, 32), strides=(8,)), 3)
    found = model(np.zeros((2, 32, 32, 3), "uint8"))
    assert found["boxes"].shape == (*found["labels"].shape, 4)

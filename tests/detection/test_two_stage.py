"""Faster and Mask R-CNN as models: they learn, save, load, resume, and refuse what they must."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest
from keras import ops

from course.detection import (
    SMALL_SETTINGS,
    SSD,
    APCallback,
    Batches,
    FasterRCNN,
    MaskRCNN,
    Settings,
    average_precision,
    build_backbone,
    checkpoint,
)
from course.detection.losses import mask_loss
from course.detection.masks import mask_targets
from course.detection.rpn import build_rpn
from course.detection.step_through import step_through
from tests.detection.conftest import coloured_shapes
from tests.detection.one_step import losses_of_steps

CLASSES = 3
FIVE_LOSSES = {"rpn_objectness_loss", "rpn_box_loss", "class_loss", "box_loss", "mask_loss"}


def small(model=MaskRCNN, size=(64, 64), eager=True, **kwargs):
    """Return a small detector, compiled; eager where a graph would take longer to trace than the few steps to run."""
    keras.utils.set_random_seed(1)
    detector = model(build_backbone("small", size), CLASSES, SMALL_SETTINGS, **kwargs)
    detector.compile(keras.optimizers.Adam(2e-3), run_eagerly=eager)
    return detector


@pytest.fixture(scope="module")
def four():
    """Four images with their targets."""
    return coloured_shapes(np.random.default_rng(5), 4)


@pytest.fixture(scope="module")
def trained(four):
    """Mask R-CNN that has learned the four images by heart, and the history of it."""
    images, targets = four
    model = small(eager=False)
    history = model.fit(*_repeated(images, targets, 10), batch_size=4, epochs=13, verbose=0)
    return model, history


def _repeated(images, targets, times):
    return np.tile(images, (times, 1, 1, 1)), {
        name: np.tile(array, (times, *[1] * (array.ndim - 1))) for name, array in targets.items()
    }


@pytest.mark.slow
def test_four_images_are_learned_by_heart(trained, four):
    model, history = trained
    found = average_precision(model, *four)
    assert found["mask"]["AP50"] >= 0.95
    assert found["box"]["AP50"] >= 0.95
    assert set(history.history) == {"loss"} | FIVE_LOSSES
    assert history.history["loss"][-1] < history.history["loss"][0] / 3
    total = sum(history.history[name][-1] for name in FIVE_LOSSES)
    assert history.history["loss"][-1] == pytest.approx(total, rel=1e-3)


def test_saved_and_loaded_it_predicts_the_same_and_trains_on(trained, four, tmp_path):
    model, _ = trained
    images, targets = four
    before = model.predict(images, verbose=0)
    model.save(tmp_path / "detector.keras")
    loaded = keras.models.load_model(tmp_path / "detector.keras")
    after = loaded.predict(images, verbose=0)
    for name, value in before.items():
        np.testing.assert_allclose(after[name], value, atol=1e-5)
    assert loaded.settings == model.settings
    assert int(loaded.optimizer.iterations) == int(model.optimizer.iterations) == 130
    first = model.evaluate(images, targets, verbose=0, return_dict=True)
    assert set(first) == {"loss"} | FIVE_LOSSES


def test_losses_can_be_weighted_and_a_saved_model_keeps_the_weights(four, tmp_path):
    images, targets = four
    model = small()
    model.compile(keras.optimizers.Adam(2e-3), loss_weights={"mask_loss": 3.0, "box_loss": 0.0}, run_eagerly=True)
    model.save(tmp_path / "detector.keras")
    for detector in (model, keras.models.load_model(tmp_path / "detector.keras")):
        detector.run_eagerly = True
        logs = detector.evaluate(images, targets, batch_size=4, verbose=0, return_dict=True)
        single = {name: logs[name] for name in FIVE_LOSSES}
        expected = sum(single.values()) + 2 * single["mask_loss"] - single["box_loss"]
        assert logs["loss"] == pytest.approx(expected, rel=1e-5)
    with pytest.raises(ValueError, match="no loss \\['masks'\\]"):
        model.compile("adam", loss_weights={"masks": 2.0})
    with pytest.raises(ValueError, match="brings its losses"):
        model.compile("adam", loss="mse")


def test_masks_are_learned_of_no_more_regions_than_asked_for(four):
    images, targets = four
    model = small()
    truth = model.truth_of({name: ops.convert_to_tensor(array) for name, array in targets.items()})
    raw = model.raw(ops.cast(images, "float32"))
    regions = model.sample_regions(raw, truth)
    positive = np.asarray(regions["positive"])
    assert positive.sum(axis=1).max() > 2
    for count in (2, 8):
        model.settings = replace(SMALL_SETTINGS, mask_batch_size_per_image=count)
        first = {name: array[:, :count] for name, array in regions.items()}
        logits = model.mask_logits(raw, first["boxes"], first["classes"])
        wanted = mask_targets(truth["instances"], first["boxes"], first["objects"], 28)
        expected = mask_loss(logits, wanted, first["positive"])
        assert float(model.region_losses(raw, truth, regions)["mask_loss"]) == pytest.approx(float(expected), rel=1e-5)


def test_detections_have_the_documented_form(trained, four):
    found = trained[0].predict(four[0], batch_size=3, verbose=0)
    slots = SMALL_SETTINGS.detections_per_image
    assert {name: value.shape for name, value in found.items()} == {
        "boxes": (4, slots, 4),
        "labels": (4, slots),
        "scores": (4, slots),
        "masks": (4, slots, 28, 28),
    }
    empty = found["labels"] < 0
    assert empty.any()
    for name in ("boxes", "scores", "masks"):
        assert not found[name][empty].any()
    assert (np.diff(found["scores"], axis=1) <= 0).all()
    assert found["scores"][~empty].min() > SMALL_SETTINGS.score_threshold
    assert found["boxes"].min() >= 0
    assert found["boxes"].max() <= 64


def test_each_stage_can_be_seen(trained, four, tmp_path):
    images, targets = four
    of_first = {name: array[:1] for name, array in targets.items()}
    figures = step_through(trained[0], images[0], of_first, class_names=["box", "disc", "diamond"])
    assert len(figures) == 4
    for number, figure in enumerate(figures):
        figure.savefig(tmp_path / f"{number}.png")
        assert all(axes.get_title() for axes in figure.axes)
    titles = [axes.get_title() for axes in figures[3].axes]
    count = int((targets["labels"][0] >= 0).sum())
    assert titles[0] == f"objects with score ≥ 0.5: {count}"
    assert titles[1].endswith("28 × 28")


def test_a_part_of_ones_own_changes_nothing_if_it_is_the_same(trained, four, tmp_path):
    model, _ = trained
    mine = build_rpn(SMALL_SETTINGS.pyramid_channels, len(SMALL_SETTINGS.ratios), name="mine")
    other = small(rpn=mine)
    other.set_weights(model.get_weights())
    expected, found = model.predict(four[0], verbose=0), other.predict(four[0], verbose=0)
    np.testing.assert_allclose(found["boxes"], expected["boxes"], atol=1e-5)
    other.save(tmp_path / "other.keras")
    assert keras.models.load_model(tmp_path / "other.keras").rpn.name == "mine"


def test_training_resumes_after_the_last_epoch_and_ap_is_in_the_history(four, tmp_path):
    images, targets = four
    without_masks = {name: targets[name] for name in ("boxes", "labels")}
    first = small(FasterRCNN)
    first.fit(Batches(images, without_masks, 2), epochs=1, callbacks=[checkpoint(tmp_path)], verbose=0)
    second = small(FasterRCNN)
    callbacks = [checkpoint(tmp_path), APCallback(images, without_masks)]
    history = second.fit(Batches(images, without_masks, 2), epochs=2, callbacks=callbacks, verbose=0)
    assert history.epoch == [1]
    assert int(second.optimizer.iterations) == 4
    assert set(history.history) >= {"val_box_AP", "val_box_AP50", "loss"}
    assert "val_mask_AP" not in history.history
    figures = step_through(second, images[0])
    assert len(figures) == 3


@pytest.fixture(scope="module")
def odd():
    """A detector of images whose sides are no multiple of any stride, compiled."""
    return small(FasterRCNN, (70, 90))


def test_sides_need_not_be_multiples_of_the_stride(odd):
    images, targets = coloured_shapes(np.random.default_rng(2), 2, (70, 90))
    losses = odd.train_on_batch(images, {name: targets[name] for name in ("boxes", "labels")}, return_dict=True)
    assert np.isfinite(list(losses.values())).all()
    found = odd.predict(images, verbose=0)
    assert found["boxes"][..., [0, 2]].max() <= 90
    assert found["boxes"][..., [1, 3]].max() <= 70
    assert [len(level) for level in odd.anchors] == [20 * 24 * 2, 10 * 12 * 2, 5 * 6 * 2]


def test_what_cannot_be_learned_is_passed_over(odd):
    images, _ = coloured_shapes(np.random.default_rng(2), 2, (70, 90))
    nothing = {"boxes": np.zeros((2, 3, 4), "float32"), "labels": np.full((2, 3), -1)}
    boxes = [[[5, 5, 5, 30], [200, 200, 240, 240], [np.nan, 0, 9, 9]], [[-30, -30, -2, -2], [3, 3, 9, 9], [0, 0, 9, 9]]]
    senseless = {"boxes": np.array(boxes, "float32"), "labels": np.array([[0, 1, 2], [0, 3, -1]])}
    assert not ops.convert_to_numpy(odd.truth_of(senseless)["valid"]).any()
    for targets in (nothing, senseless):
        losses = odd.train_on_batch(images, targets, return_dict=True)
        assert np.isfinite(list(losses.values())).all()
        assert losses["box_loss"] == 0
        assert losses["rpn_box_loss"] == 0
    assert all(np.isfinite(weight).all() for weight in odd.get_weights())


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda x, y: (x, y | {"labels": y["labels"] + 3}), "a label must lie in 0 … 2"),
        (lambda x, y: (x, y | {"boxes": y["boxes"] * np.nan}), "a box must be finite"),
        (lambda x, y: (x[:, :60], y), r"takes images \(N, 70, 90, 3\), got \(2, 60, 90, 3\)"),
        (lambda x, y: (x * np.float32(np.nan), y), "images hold values that are not finite"),
        (lambda x, y: (x, {"boxes": y["boxes"]}), "need 'boxes' and 'labels'"),
    ],
)
def test_what_must_be_a_mistake_is_refused(odd, spoil, message):
    images, targets = coloured_shapes(np.random.default_rng(2), 2, (70, 90))
    images, targets = spoil(images, targets)
    with pytest.raises(ValueError, match=message):
        odd.fit(images, targets, verbose=0)
    with pytest.raises(ValueError, match=message):
        odd.evaluate(images, targets, verbose=0)


def test_mask_rcnn_wants_masks(trained, four):
    with pytest.raises(ValueError, match="targets need 'instances'"):
        trained[0].truth_of({name: four[1][name] for name in ("boxes", "labels")})


def test_mixed_precision_and_a_model_keeps_its_own(four, tmp_path):
    images, targets = four
    keras.config.set_dtype_policy("mixed_float16")
    try:
        model = small()
        losses = model.train_on_batch(images, targets, return_dict=True)
        found = model.predict(images, verbose=0)
    finally:
        keras.config.set_dtype_policy("float32")
    model.save(tmp_path / "detector.keras")
    loaded = keras.models.load_model(tmp_path / "detector.keras")
    assert loaded.pyramid.layers[-1].compute_dtype == "float16"
    assert keras.config.dtype_policy().name == "float32"
    assert np.isfinite(list(losses.values())).all()
    assert model.pyramid.layers[-1].compute_dtype == "float16"
    assert {name: value.dtype.name for name, value in found.items() if name != "labels"} == dict.fromkeys(
        ("boxes", "scores", "masks"), "float32"
    )


def everything(settings: Settings) -> Settings:
    """Return settings with which nothing is chosen by lot: all anchors and all proposals are learned from."""
    sizes = ("rpn_batch_size_per_image", "roi_batch_size_per_image", "mask_batch_size_per_image")
    return replace(settings, **dict.fromkeys(sizes, 100_000))


@pytest.mark.slow
def test_jax_and_tensorflow_have_the_same_losses(four, tmp_path):
    images, targets = four
    keras.utils.set_random_seed(4)
    SSD(build_backbone("small", (64, 64)), CLASSES).save(tmp_path / "ssd.keras")
    MaskRCNN(build_backbone("small", (64, 64)), CLASSES, everything(SMALL_SETTINGS)).save(tmp_path / "mask_rcnn.keras")
    np.savez(tmp_path / "batch.npz", images=images, **targets)
    other_backend = {
        "KERAS_BACKEND": "jax",
        "JAX_PLATFORMS": "cpu",
        "XLA_FLAGS": "--xla_backend_optimization_level=0",  # compiles in half the time
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [sys.executable, Path(__file__).with_name("one_step.py"), tmp_path]
    result = subprocess.run(command, env=os.environ | other_backend, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr[-3000:]
    theirs = json.loads(result.stdout.splitlines()[-1])
    assert theirs["backend"] == "jax"
    ours = losses_of_steps(tmp_path)
    assert sorted(ours) == ["mask_rcnn", "ssd"]
    assert set(ours["mask_rcnn"][0]) == {"loss"} | FIVE_LOSSES
    for name, steps in ours.items():
        for step, other in zip(steps, theirs["losses"][name], strict=True):
            assert step == pytest.approx(other, abs=1e-4)
        assert steps[-1]["loss"] < steps[0]["loss"]

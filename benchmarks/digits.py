"""Mask R-CNN on digits over textures, as lab 8 trains it: held-out AP over three seeds, and what more time gives."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass

import keras
import numpy as np
from keras import layers
from rich.table import Table

SEEDS = 3
EPOCHS = 4  # of detection, as in the lab
CLASSIFY_EPOCHS, CROP = 5, 48  # of classification before it, and the side of its crops in pixels
STRIDES = (4, 8, 16)
CURVE = (2, 8, 16)  # epochs of detection: what less and more time gives


@dataclass(frozen=True)
class Run:
    """One training.

    Attributes:
        seed: Seed of the weights, the order and the draws.
        epochs: Epochs of detection.
        minutes: Wall time of training, classification included.
        box_ap50: On the 400 test images, 0 to 1.
        mask_ap50: The same of masks.
    """

    seed: int
    epochs: int
    minutes: float
    box_ap50: float
    mask_ap50: float


def measure(full: bool) -> list[Run]:
    """Train with each seed for as long as the lab does; with ``full`` the first seed for less and for longer too."""
    plan = [(seed, EPOCHS) for seed in range(SEEDS)]
    return [_train(*each) for each in plan + ([(0, epochs) for epochs in CURVE] if full else [])]


def table(runs: Iterable[Run]) -> Table:
    """Return a row a training, and mean ± standard deviation over the seeds of the lab's time."""
    runs = list(runs)
    shown = Table(title="Digits on textures: AP50 on 400 held-out images", title_justify="left")
    for heading in ("seed", "epochs", "minutes", "box AP50", "mask AP50"):
        shown.add_column(heading, justify="right")
    for run in runs:
        shown.add_row(
            str(run.seed), str(run.epochs), f"{run.minutes:.1f}", f"{run.box_ap50:.3f}", f"{run.mask_ap50:.3f}"
        )
    alike = [run for run in runs if run.epochs == EPOCHS]
    if len(alike) > 1:
        columns = [[run.minutes for run in alike], [run.box_ap50 for run in alike], [run.mask_ap50 for run in alike]]
        cells = [f"{statistics.mean(values):.3f} ± {statistics.stdev(values):.3f}" for values in columns]
        shown.add_section()
        shown.add_row("all", str(EPOCHS), *cells)
    return shown


def _train(seed: int, epochs: int) -> Run:
    from course.data import load
    from course.detection import SMALL_SETTINGS, Batches, MaskRCNN, average_precision, build_backbone, recolour
    from course.detection.heads import build_mask_head

    (train, targets), (test, truth) = (_parts(load("digits_on_textures", split)) for split in ("train", "test"))
    keras.utils.set_random_seed(seed)
    start = time.perf_counter()
    channels = SMALL_SETTINGS.pyramid_channels
    model = MaskRCNN(
        build_backbone("small", train.shape[1:3], STRIDES),
        10,
        SMALL_SETTINGS,
        mask_head=build_mask_head(10, 14, channels, 64, 2),
        seed=seed,
    )
    model.backbone.set_weights(_classifier_first(train, targets, seed).get_weights())
    batches = Batches(train, targets, 8, [recolour], seed)
    _compile(model, epochs * len(batches), 4e-3)
    model.fit(batches, epochs=epochs, verbose=0)
    minutes = (time.perf_counter() - start) / 60
    found = average_precision(model, test, truth, 20)
    return Run(seed, epochs, minutes, found["box"]["AP50"], found["mask"]["AP50"])


def _parts(split) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    return split.images[:1900], {name: split.arrays[name][:1900] for name in ("boxes", "labels", "instances")}


def _compile(model: keras.Model, steps: int, rate: float, **options: object) -> None:
    """Compile with Adam; the rate rises for a twentieth of the steps, then falls to zero."""
    warm = max(steps // 20, 1)
    schedule = keras.optimizers.schedules.CosineDecay(0.0, steps - warm, warmup_target=rate, warmup_steps=warm)
    model.compile(keras.optimizers.Adam(schedule, global_clipnorm=5.0), **options)


def _classifier_first(images: np.ndarray, targets: dict[str, np.ndarray], seed: int) -> keras.Model:
    """Return a backbone that has learned to tell the cut-out objects apart."""
    from course.detection import build_backbone, crop_objects, recolour

    backbone = build_backbone("small", (CROP, CROP), STRIDES)
    answers = layers.Dense(10)(layers.GlobalAveragePooling2D()(backbone.outputs[-1]))
    classifier = keras.Model(backbone.input, answers)
    rng = np.random.default_rng(seed)
    steps = CLASSIFY_EPOCHS * -(-int((targets["labels"] >= 0).sum()) // 64)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    _compile(classifier, steps, 2e-3, loss=loss, jit_compile=False)
    for _ in range(CLASSIFY_EPOCHS):
        crops, labels = crop_objects(images, targets, CROP, rng)
        classifier.fit(recolour(crops, {}, rng)[0], labels, batch_size=64, verbose=0)
    return backbone

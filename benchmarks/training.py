"""Detectors as labs 7 and 8 train them: held-out AP over three seeds, and what less and more time gives."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

import keras
import numpy as np
from keras import layers
from rich.table import Table

DIGITS, BLOOD = "digits on textures, Mask R-CNN", "blood cells, SSD"
MEASURED = ("minutes", "box_ap50", "mask_ap50")
SEEDS = 3
STRIDES = (4, 8, 16)
EPOCHS, BLOOD_EPOCHS = 5, 4  # of detection, as in labs 8 and 7
CURVE = (2, 10, 20)  # what less and more time gives on digits
CLASSIFY_EPOCHS, CROP = 5, 48  # of classification before it, and the side of its crops in pixels
BLOOD_SIZE = 144, 192  # pixels that blood cells are brought to
Arrays = tuple[np.ndarray, dict[str, np.ndarray]]


@dataclass(frozen=True)
class Run:
    """One training.

    Attributes:
        data: The data set, and what was trained.
        seed: Seed of the weights, the order and the draws.
        epochs: Epochs of detection.
        minutes: Wall time of training, classification included.
        box_ap50: On the test images, 0 to 1.
        mask_ap50: The same of masks; NaN without masks.
    """

    data: str
    seed: int
    epochs: int
    minutes: float
    box_ap50: float
    mask_ap50: float


def measure(full: bool) -> Iterator[Run]:
    """Train with each seed for as long as the labs do; with ``full`` on digits for less and for longer too."""
    yield from (_train_on_blood(seed) for seed in range(SEEDS))
    yield from (_train_on_digits(seed, EPOCHS) for seed in range(SEEDS))
    yield from (_train_on_digits(0, epochs) for epochs in (CURVE if full else ()))


def table(runs: list[Run]) -> Table:
    """Return a row a training, and mean ± standard deviation over the seeds of the labs' time."""
    shown = Table(title="AP50 on held-out images", title_justify="left")
    for heading in ("data", "seed", "epochs", "minutes", "box AP50", "mask AP50"):
        shown.add_column(heading, justify="left" if heading == "data" else "right")
    for run in runs:
        values = f"{run.minutes:.1f}", f"{run.box_ap50:.3f}", f"{run.mask_ap50:.3f}"
        shown.add_row(run.data, str(run.seed), str(run.epochs), *values)
    shown.add_section()
    for data, epochs in ((BLOOD, BLOOD_EPOCHS), (DIGITS, EPOCHS)):
        alike = [run for run in runs if (run.data, run.epochs) == (data, epochs)]
        shown.add_row(data, f"{len(alike)} seeds", str(epochs), *(_spread(alike, name) for name in MEASURED))
    return shown


def _spread(runs: list[Run], name: str) -> str:
    values = [getattr(run, name) for run in runs]
    return f"{np.mean(values):.3f} ± {np.std(values, ddof=1):.3f}"


def _train_on_blood(seed: int) -> Run:
    from course.detection import SSD, Batches, build_backbone, flip

    (train, targets), (more, more_targets), (test, truth) = (
        _blood_cells(split) for split in ("train", "validation", "test")
    )
    slots = max(each["labels"].shape[1] for each in (targets, more_targets))
    targets, more_targets = (_with_slots(each, slots) for each in (targets, more_targets))
    images = np.concatenate([train, more])
    targets = {name: np.concatenate([targets[name], more_targets[name]]) for name in targets}
    keras.utils.set_random_seed(seed)
    start = time.perf_counter()
    model = SSD(build_backbone("small", BLOOD_SIZE, STRIDES), classes=3)
    batches = Batches(images, targets, 8, [flip], seed)
    _compile(model, BLOOD_EPOCHS * len(batches), 2e-3)
    model.fit(batches, epochs=BLOOD_EPOCHS, verbose=0)
    return _measured(BLOOD, model, seed, BLOOD_EPOCHS, start, test, truth)


def _blood_cells(split: str) -> Arrays:
    from course.data import load
    from course.detection import resize_examples

    part = load("blood_cells", split)
    return resize_examples(part.images, {name: part.arrays[name] for name in ("boxes", "labels")}, BLOOD_SIZE)


def _with_slots(targets: dict[str, np.ndarray], slots: int) -> dict[str, np.ndarray]:
    more = slots - targets["labels"].shape[1]
    return {
        "boxes": np.pad(targets["boxes"], [(0, 0), (0, more), (0, 0)]),
        "labels": np.pad(targets["labels"], [(0, 0), (0, more)], constant_values=-1),
    }


def _train_on_digits(seed: int, epochs: int) -> Run:
    from course.detection import SMALL_SETTINGS, Batches, MaskRCNN, build_backbone, recolour
    from course.detection.heads import build_mask_head

    (train, targets), (test, truth) = (_digits(split) for split in ("train", "test"))
    keras.utils.set_random_seed(seed)
    start = time.perf_counter()
    head = build_mask_head(10, 14, SMALL_SETTINGS.pyramid_channels, 64, 2)
    backbone = build_backbone("small", train.shape[1:3], STRIDES)
    model = MaskRCNN(backbone, 10, SMALL_SETTINGS, mask_head=head, seed=seed)
    backbone.set_weights(_classifier_first(train, targets, seed).get_weights())
    batches = Batches(train, targets, 8, [recolour], seed)
    _compile(model, epochs * len(batches), 4e-3)
    model.fit(batches, epochs=epochs, verbose=0)
    return _measured(DIGITS, model, seed, epochs, start, test, truth)


def _digits(split: str) -> Arrays:
    from course.data import load

    part = load("digits_on_textures", split)
    return part.images[:1900], {name: part.arrays[name][:1900] for name in ("boxes", "labels", "instances")}


def _measured(
    data: str, model: keras.Model, seed: int, epochs: int, start: float, test: np.ndarray, truth: dict[str, np.ndarray]
) -> Run:
    from course.detection import average_precision

    minutes = (time.perf_counter() - start) / 60
    found = average_precision(model, test, truth, 20)
    return Run(
        data, seed, epochs, minutes, *(found[kind]["AP50"] if kind in found else math.nan for kind in ("box", "mask"))
    )


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

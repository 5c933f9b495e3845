"""Train Faster or Mask R-CNN on COCO, Pascal VOC or one's own images: ``python -m course.detection.train --help``.

The numbers are those of the papers and of torchvision: stochastic gradient descent with momentum, a learning rate in
proportion to the batch, raised over the first steps and lowered later, the pre-trained backbone's batch normalisation
and first stages left as they are.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial, reduce
from operator import add
from pathlib import Path
from typing import Annotated, Any, Literal

import keras
import typer

from course.detection.backbones import build_backbone
from course.detection.callbacks import checkpoint
from course.detection.coco_ap import AveragePrecision
from course.detection.examples import flip
from course.detection.faster_rcnn import PAPER_SETTINGS, SMALL_SETTINGS, FasterRCNN
from course.detection.folder_ap import FolderAPCallback
from course.detection.folder_batches import FolderBatches
from course.detection.folders import VOC_CLASSES, Index, read_coco, read_voc
from course.detection.mask_rcnn import MaskRCNN
from course.detection.schedules import training_schedule
from course.detection.training_options import TrainingOptions, takes_training_options

STRIDES = (4, 8, 16, 32)
FROZEN_STRIDE = 4  # ResNet's first two stages keep what they learned from ImageNet
LEARNING_RATE = 0.02 / 16  # per image of a batch
MOMENTUM = 0.9
WEIGHT_DECAY = 1e-4 / (1 - MOMENTUM)  # Keras lowers weights beside the momentum, which multiplied the papers' 1e-4
SETTINGS = {"paper": PAPER_SETTINGS, "small": SMALL_SETTINGS}


def build_detector(options: TrainingOptions, classes: int, steps: int) -> FasterRCNN:
    """Return the detector, compiled for epochs of ``steps`` steps."""
    keras.utils.set_random_seed(options.seed)
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16" if options.mixed_precision else "float32")
    try:
        weights = options.initial_weights
        frozen_stride = FROZEN_STRIDE if weights else 0
        backbone = build_backbone(
            options.backbone, options.image_size, STRIDES, weights=weights, frozen_stride=frozen_stride
        )
        kind = MaskRCNN if options.masks else FasterRCNN
        detector = kind(backbone, classes, SETTINGS[options.settings], seed=options.seed)
        detector.compile(
            keras.optimizers.SGD(_learning_rates(options, steps), momentum=MOMENTUM, weight_decay=WEIGHT_DECAY)
        )
    finally:
        keras.config.set_dtype_policy(before)
    return detector


def _learning_rates(options: TrainingOptions, steps: int) -> keras.optimizers.schedules.LearningRateSchedule:
    learning_rate = options.learning_rate
    if learning_rate is None:
        learning_rate = options.batch_size * LEARNING_RATE
    warmup_steps = min(options.warmup_steps, steps)
    return training_schedule(options.schedule, learning_rate, options.epochs * steps, warmup_steps)


class FiniteLoss(keras.callbacks.Callback):
    """Ends a training whose loss is no longer finite, before the checkpoint is lost to it."""

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Look at the loss.

        Raises:
            FloatingPointError: It is not finite.
        """
        if logs and not math.isfinite(logs["loss"]):
            raise FloatingPointError(
                f"the loss is {logs['loss']} after step {batch + 1} of the epoch: lower the learning rate or warm up "
                "longer; the same command goes on from the last epoch that ended"
            )


def train(
    options: TrainingOptions, train_set: Index, validation_set: Index, folder: Path, verbose: str | int = "auto"
) -> dict[str, Any]:
    """Train a detector, or go on with its training, and measure it after each epoch.

    Args:
        options: How to train.
        train_set: Images to train on.
        validation_set: Images to measure AP on.
        folder: Gets ``checkpoint/`` after each epoch, from which the same call goes on; ``epochs.csv``, a row per
            epoch; and at the end ``model.keras`` and ``results.json``.
        verbose: As in Keras' ``fit``.

    Returns:
        What ``results.json`` holds: ``box`` and ``mask`` with COCO's twelve numbers, ``per_class`` AP by name, the
        options, and what was trained on.

    Raises:
        ValueError: There is nothing to train on, the classes differ, or masks are wanted and not there.
        FloatingPointError: The loss is no longer finite.
    """
    _check(train_set, validation_set)
    batches = FolderBatches(
        train_set,
        options.image_size,
        options.masks,
        options.batch_size,
        [partial(flip, down=0.0)],
        options.slots,
        options.seed,
        workers=options.workers,
        max_queue_size=2 * options.workers,
    )
    detector = build_detector(options, len(train_set.class_names), len(batches))
    folder.mkdir(parents=True, exist_ok=True)
    measured = FolderAPCallback(validation_set, options.batch_size)
    callbacks = [
        checkpoint(folder / "checkpoint"),
        keras.callbacks.LambdaCallback(on_epoch_begin=lambda epoch, logs: batches.start(epoch)),
        FiniteLoss(),
        measured,
        keras.callbacks.CSVLogger(str(folder / "epochs.csv"), append=True),
    ]
    detector.fit(batches, epochs=options.epochs, callbacks=callbacks, verbose=verbose)
    detector.save(folder / "model.keras")
    results = _results(options, train_set, validation_set, measured.results or measured.measure())
    (folder / "results.json").write_text(json.dumps(results, indent=2) + "\n")
    return results


def _check(train_set: Index, validation_set: Index) -> None:
    if not len(train_set) or not len(validation_set):
        raise ValueError(f"there are {len(train_set)} images to train on and {len(validation_set)} to measure on")
    if train_set.class_names != validation_set.class_names:
        raise ValueError(
            f"classes to learn are {train_set.class_names}, classes to measure {validation_set.class_names}"
        )


def _results(
    options: TrainingOptions, train_set: Index, validation_set: Index, found: dict[str, AveragePrecision]
) -> dict[str, Any]:
    names = train_set.class_names
    return {
        **{kind: result.summary for kind, result in found.items()},
        "per_class": {kind: dict(zip(names, result.per_class().tolist())) for kind, result in found.items()},
        "options": asdict(options),
        "images": {"train": len(train_set), "validation": len(validation_set)},
        "class_names": list(names),
        "keras": {"version": keras.__version__, "backend": keras.config.backend()},
    }


Layout = Literal["coco", "voc"]


def _read(
    layout: Layout, sources: Sequence[Path], images: Sequence[Path] | None, class_names: Sequence[str] | None
) -> Index:
    """Read the data sets that an option names, and put them together."""
    if layout == "voc":
        names = class_names or VOC_CLASSES
        return reduce(add, (read_voc(source.absolute().parents[2], source.stem, names) for source in sources))
    images = images or ()
    if len(sources) != len(images):
        raise ValueError(f"{len(sources)} files of annotations and {len(images)} folders of images: one goes with one")
    first = read_coco(sources[0], images[0], class_names)
    return reduce(add, (read_coco(*pair, first.class_names) for pair in zip(sources[1:], images[1:])), first)


app = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)

SOURCE = "COCO: the JSON file. VOC: the list, such as VOC2012/ImageSets/Main/trainval.txt. May be given again."
Images = Annotated[list[Path] | None, typer.Option(help="COCO: the folder of the images, once for each JSON file.")]


@app.command()
@takes_training_options
def main(
    options: TrainingOptions,
    folder: Annotated[Path, typer.Option(help="Where checkpoints and results go; go on from there if there are any.")],
    train_on: Annotated[list[Path], typer.Option("--train", help=SOURCE)],
    measure_on: Annotated[list[Path], typer.Option("--validation", help="The same, for AP after each epoch.")],
    train_images: Images = None,
    validation_images: Images = None,
    layout: Annotated[Layout, typer.Option("--format", help="How the data set lies on disk.")] = "coco",
    classes: Annotated[
        str | None, typer.Option(help="Names, with commas between.", show_default="COCO: its categories; VOC: its 20")
    ] = None,
) -> None:
    """Train Faster or Mask R-CNN on COCO, Pascal VOC or images of one's own in either layout."""
    try:
        class_names = [name.strip() for name in classes.split(",")] if classes else None
        train_set = _read(layout, train_on, train_images, class_names)
        validation_set = _read(layout, measure_on, validation_images, train_set.class_names)
        typer.echo(
            f"{len(train_set)} images to train on, {len(validation_set)} to measure on, "
            f"{len(train_set.class_names)} classes"
        )
        results = train(options, train_set, validation_set, folder)
    except (FileNotFoundError, ValueError, FloatingPointError) as error:
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(1) from error
    for kind in ("box", "mask"):
        if kind in results:
            typer.echo(f"{kind} AP {results[kind]['AP']:.3f}, AP50 {results[kind]['AP50']:.3f}")
    typer.echo(f"saved in {folder}: model.keras, results.json, epochs.csv")


if __name__ == "__main__":
    app()

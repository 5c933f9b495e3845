"""Train Faster or Mask R-CNN on COCO, Pascal VOC or one's own images: ``python -m course.detection.train --help``.

The numbers are those of the papers and of torchvision: stochastic gradient descent with momentum, a rate in proportion
to the batch, raised over the first steps and lowered later, the pre-trained backbone's batch normalisation and first
stages left as they are.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import partial, reduce
from operator import add
from pathlib import Path
from typing import Annotated, Any

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

STRIDES = (4, 8, 16, 32)
FROZEN_STRIDE = 4  # ResNet's first two stages keep what they learned from ImageNet
RATE = 0.02 / 16  # an image of a batch
MOMENTUM = 0.9
WEIGHT_DECAY = 1e-4 / (1 - MOMENTUM)  # Keras lowers weights beside the momentum, which multiplied the papers' 1e-4
SETTINGS = {"paper": PAPER_SETTINGS, "small": SMALL_SETTINGS}


@dataclass(frozen=True)
class Plan:
    """How to train.

    Attributes:
        backbone: See :func:`course.detection.build_backbone`.
        weights: ``"imagenet"``, a file of the backbone's weights, or None.
        image_size: Height and width of the frame that images are brought into.
        masks: Whether to train Mask R-CNN.
        settings: ``"paper"``, or ``"small"`` for small images and for trying.
        epochs: Times to see all images.
        batch_size: Images a step.
        rate: Learning rate; if None, 0.02 for 16 images, and in proportion.
        schedule: ``"steps"`` or ``"cosine"``; see :func:`course.detection.schedules.training_schedule`.
        warm_up: Steps over which the rate rises; an epoch's, if it has fewer.
        mixed_precision: Whether to reckon in 16 bits and keep weights in 32.
        slots: Objects an image to learn from; as many as there are if None.
        workers: Threads that read images.
        seed: Seed of weights, order, flips and samples.
    """

    backbone: str = "ResNet50"
    weights: str | None = "imagenet"
    image_size: tuple[int, int] = (1024, 1024)
    masks: bool = True
    settings: str = "paper"
    epochs: int = 26
    batch_size: int = 8
    rate: float | None = None
    schedule: str = "steps"
    warm_up: int = 1000
    mixed_precision: bool = False
    slots: int | None = None
    workers: int = 8
    seed: int = 0


def build_detector(plan: Plan, classes: int, steps: int) -> FasterRCNN:
    """Return the detector, compiled for epochs of ``steps`` steps."""
    keras.utils.set_random_seed(plan.seed)
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16" if plan.mixed_precision else "float32")
    try:
        frozen_stride = FROZEN_STRIDE if plan.weights else 0
        backbone = build_backbone(
            plan.backbone, plan.image_size, STRIDES, weights=plan.weights, frozen_stride=frozen_stride
        )
        detector = (MaskRCNN if plan.masks else FasterRCNN)(backbone, classes, SETTINGS[plan.settings], seed=plan.seed)
        rate = plan.batch_size * RATE if plan.rate is None else plan.rate
        rates = training_schedule(plan.schedule, rate, plan.epochs * steps, min(plan.warm_up, steps))
        detector.compile(keras.optimizers.SGD(rates, momentum=MOMENTUM, weight_decay=WEIGHT_DECAY))
    finally:
        keras.config.set_dtype_policy(before)
    return detector


class FiniteLoss(keras.callbacks.Callback):
    """Ends a training whose loss is no longer finite, before the checkpoint is lost to it."""

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Look at the loss.

        Raises:
            FloatingPointError: It is not finite.
        """
        if logs and not math.isfinite(logs["loss"]):
            raise FloatingPointError(
                f"the loss is {logs['loss']} after step {batch + 1} of the epoch: lower the rate or warm up longer; "
                "the same command goes on from the last epoch that ended"
            )


def train(plan: Plan, learned: Index, held_out: Index, folder: Path, verbose: str | int = "auto") -> dict[str, Any]:
    """Train a detector, or go on with its training, and measure it after each epoch.

    Args:
        plan: How.
        learned: Images to train on.
        held_out: Images to measure AP on.
        folder: Gets ``checkpoint/`` after each epoch, from which the same call goes on; ``epochs.csv``, a row an epoch;
            and at the end ``model.keras`` and ``results.json``.
        verbose: As in Keras' ``fit``.

    Returns:
        What ``results.json`` holds: ``box`` and ``mask`` with COCO's twelve numbers, ``per_class`` AP by name, the
        plan, and what it was trained on.

    Raises:
        ValueError: There is nothing to train on, the classes differ, or masks are wanted and not there.
        FloatingPointError: The loss is no longer finite.
    """
    _check(learned, held_out)
    batches = FolderBatches(
        learned,
        plan.image_size,
        plan.masks,
        plan.batch_size,
        [partial(flip, down=0.0)],
        plan.slots,
        plan.seed,
        workers=plan.workers,
        max_queue_size=2 * plan.workers,
    )
    detector = build_detector(plan, len(learned.class_names), len(batches))
    folder.mkdir(parents=True, exist_ok=True)
    measured = FolderAPCallback(held_out, plan.batch_size)
    callbacks = [
        checkpoint(folder / "checkpoint"),
        keras.callbacks.LambdaCallback(on_epoch_begin=lambda epoch, logs: batches.start(epoch)),
        FiniteLoss(),
        measured,
        keras.callbacks.CSVLogger(str(folder / "epochs.csv"), append=True),
    ]
    detector.fit(batches, epochs=plan.epochs, callbacks=callbacks, verbose=verbose)
    detector.save(folder / "model.keras")
    results = _results(plan, learned, held_out, measured.results or measured.measure())
    (folder / "results.json").write_text(json.dumps(results, indent=2) + "\n")
    return results


def _check(learned: Index, held_out: Index) -> None:
    if not len(learned) or not len(held_out):
        raise ValueError(f"there are {len(learned)} images to train on and {len(held_out)} to measure on")
    if learned.class_names != held_out.class_names:
        raise ValueError(f"classes to learn are {learned.class_names}, classes to measure {held_out.class_names}")


def _results(plan: Plan, learned: Index, held_out: Index, found: dict[str, AveragePrecision]) -> dict[str, Any]:
    names = learned.class_names
    return {
        **{kind: result.summary for kind, result in found.items()},
        "per_class": {kind: dict(zip(names, result.per_class().tolist())) for kind, result in found.items()},
        "plan": asdict(plan),
        "images": {"train": len(learned), "validation": len(held_out)},
        "class_names": list(names),
        "keras": {"version": keras.__version__, "backend": keras.config.backend()},
    }


class Layout(StrEnum):
    """How a data set lies on disk."""

    coco = "coco"
    voc = "voc"


class Schedule(StrEnum):
    """How the rate falls."""

    steps = "steps"
    cosine = "cosine"


class Scale(StrEnum):
    """Which numbers the detector has."""

    paper = "paper"
    small = "small"


def _read(
    layout: Layout, sources: Sequence[Path], images: Sequence[Path] | None, class_names: Sequence[str] | None
) -> Index:
    """Read what an option names, its parts put together."""
    if layout == Layout.voc:
        chosen = class_names or VOC_CLASSES
        return reduce(add, (read_voc(source.absolute().parents[2], source.stem, chosen) for source in sources))
    images = images or ()
    if len(sources) != len(images):
        raise ValueError(f"{len(sources)} files of annotations and {len(images)} folders of images: one goes with one")
    first = read_coco(sources[0], images[0], class_names)
    return reduce(add, (read_coco(*pair, first.class_names) for pair in zip(sources[1:], images[1:])), first)


def _size(text: str) -> tuple[int, int]:
    sides = re.fullmatch(r"(\d+)(?:x(\d+))?", text)
    if not sides:
        raise ValueError(
            f"a size is a number of pixels such as 1024, or height and width such as 800x1344, got {text!r}"
        )
    return int(sides[1]), int(sides[2] or sides[1])


app = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)

SOURCE = "COCO: the JSON file. VOC: the list, such as VOC2012/ImageSets/Main/trainval.txt. May be given again."
Images = Annotated[list[Path] | None, typer.Option(help="COCO: the folder of the images, once for each JSON file.")]


@app.command()
def main(
    folder: Annotated[Path, typer.Option(help="Where checkpoints and results go; go on from there if there are any.")],
    train_on: Annotated[list[Path], typer.Option("--train", help=SOURCE)],
    measure_on: Annotated[list[Path], typer.Option("--validation", help="The same, for AP after each epoch.")],
    train_images: Images = None,
    validation_images: Images = None,
    layout: Annotated[Layout, typer.Option("--format", help="How the data set lies on disk.")] = Layout.coco,
    classes: Annotated[
        str | None, typer.Option(help="Names, with commas between.", show_default="COCO: its categories; VOC: its 20")
    ] = None,
    backbone: Annotated[str, typer.Option(help="A network of keras.applications, or small.")] = "ResNet50",
    weights: Annotated[str, typer.Option(help="imagenet, a file of the backbone's weights, or none.")] = "imagenet",
    size: Annotated[str, typer.Option(help="The frame images are fitted into: 1024, or 800x1344.")] = "1024",
    masks: Annotated[bool, typer.Option(help="Mask R-CNN, or Faster R-CNN.")] = True,
    settings: Annotated[Scale, typer.Option(help="The papers' numbers, or small ones to try.")] = Scale.paper,
    epochs: Annotated[int, typer.Option(min=1)] = Plan.epochs,
    batch_size: Annotated[int, typer.Option(min=1)] = Plan.batch_size,
    rate: Annotated[float | None, typer.Option(help="Learning rate.", show_default="0.02 for 16 images")] = None,
    schedule: Annotated[Schedule, typer.Option(help="How the rate falls.")] = Schedule.steps,
    warm_up: Annotated[
        int, typer.Option(min=0, help="Steps over which the rate rises; at most an epoch's.")
    ] = Plan.warm_up,
    mixed_precision: Annotated[bool, typer.Option("--mixed-precision", help="Reckon in float16.")] = False,
    slots: Annotated[int | None, typer.Option(min=1, help="Objects an image.", show_default="all")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Threads that read images.")] = Plan.workers,
    seed: int = Plan.seed,
) -> None:
    """Train Faster or Mask R-CNN on COCO, Pascal VOC or images of one's own in either layout."""
    try:
        class_names = [name.strip() for name in classes.split(",")] if classes else None
        learned = _read(layout, train_on, train_images, class_names)
        held_out = _read(layout, measure_on, validation_images, learned.class_names)
        typer.echo(
            f"{len(learned)} images to train on, {len(held_out)} to measure on, {len(learned.class_names)} classes"
        )
        plan = Plan(
            backbone=backbone,
            weights=None if weights == "none" else weights,
            image_size=_size(size),
            masks=masks,
            settings=settings.value,
            epochs=epochs,
            batch_size=batch_size,
            rate=rate,
            schedule=schedule.value,
            warm_up=warm_up,
            mixed_precision=mixed_precision,
            slots=slots,
            workers=workers,
            seed=seed,
        )
        results = train(plan, learned, held_out, folder)
    except (FileNotFoundError, ValueError, FloatingPointError) as error:
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(1) from error
    for kind in ("box", "mask"):
        if kind in results:
            typer.echo(f"{kind} AP {results[kind]['AP']:.3f}, AP50 {results[kind]['AP50']:.3f}")
    typer.echo(f"saved in {folder}: model.keras, results.json, epochs.csv")


if __name__ == "__main__":
    app()

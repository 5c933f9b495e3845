"""AP on a data set in folders, one image at a time: in the image's own pixels, as COCO's server computes it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import keras
import numpy as np

from course.detection.boxes import scale_boxes
from course.detection.callbacks import EpochAP
from course.detection.coco_ap import AveragePrecision, CocoEvaluator
from course.detection.folder_batches import fitted_size, letterbox, read_image
from course.detection.folders import ImageFile, Index
from course.detection.masks import paste_masks
from course.detection.segmentations import mask_of

Detections = dict[str, np.ndarray]


def evaluate_folder(
    model: keras.Model, index: Index, batch_size: int = 8, masks: bool = True, workers: int = 4
) -> dict[str, AveragePrecision]:
    """Return a detector's AP: ``{"box": …}``, and ``"mask"`` where it predicts masks and all objects have one.

    Detections go back from the frame into the image, and are compared with objects as they are annotated: overlapping
    masks whole, crowds neither right nor wrong. Masks are pasted for one image at a time; only the matches are kept.

    Args:
        model: A detector, with ``image_size`` and ``classes``.
        index: See :mod:`course.detection.folders`.
        batch_size: Images at a time.
        masks: Whether to compare masks, if there are any.
        workers: Threads that read images ahead.

    Raises:
        ValueError: The data set has other classes than the detector, or a file cannot be read.
    """
    if len(index.class_names) != model.classes:
        raise ValueError(f"the detector has {model.classes} classes, the data set {len(index.class_names)}")
    masks = masks and index.has_masks
    results = {"box": CocoEvaluator(model.classes)}
    for images, pixels in _read_ahead(index.images, model.image_size, batch_size, workers):
        found = {name: np.asarray(value) for name, value in model.predict_on_batch(pixels).items()}
        if masks and "masks" in found:
            results.setdefault("mask", CocoEvaluator(model.classes, masks=True))
        for place, image in enumerate(images):
            used = found["labels"][place] >= 0
            of_image = in_image({name: value[place][used] for name, value in found.items()}, image, model.image_size)
            for kind, evaluator in results.items():
                _add(evaluator, kind, of_image, image)
    return {kind: evaluator.result() for kind, evaluator in results.items()}


def _read_ahead(
    images: tuple[ImageFile, ...], frame: tuple[int, int], batch_size: int, workers: int
) -> Iterator[tuple[tuple[ImageFile, ...], np.ndarray]]:
    """Yield batches of images with their pixels; while one is used, the next is read."""
    batches = [images[start : start + batch_size] for start in range(0, len(images), batch_size)]
    with ThreadPoolExecutor(workers) as readers:

        def start(number: int) -> list:
            batch = batches[number] if number < len(batches) else ()
            return [readers.submit(lambda image: letterbox(read_image(image), frame), image) for image in batch]

        reading = start(0)
        for number, batch in enumerate(batches):
            read, reading = reading, start(number + 1)
            yield batch, np.stack([pixels.result() for pixels in read])


def in_image(found: Detections, image: ImageFile, frame: tuple[int, int]) -> Detections:
    """Return an image's detections with ``boxes`` in its own pixels instead of the frame's, clipped to it."""
    height, width = image.size
    boxes = scale_boxes(found["boxes"], fitted_size(image.size, frame), image.size)
    return found | {"boxes": np.clip(boxes, 0, np.array([width, height, width, height], "float32"))}


def _add(evaluator: CocoEvaluator, kind: str, found: Detections, image: ImageFile) -> None:
    instances, objects = found["boxes"], image.boxes
    if kind == "mask":
        instances, objects = paste_masks(found["masks"], instances, *image.size), _masks(image)
    evaluator.add(instances, found["scores"], found["labels"], objects, image.labels, image.crowd, image.areas)


def _masks(image: ImageFile) -> np.ndarray:
    """Return the objects' masks, ``(objects, H, W)`` bool; of a crowd that has none, its box."""
    masks = np.zeros((len(image.labels), *image.size), bool)
    for mask, segmentation, box in zip(masks, image.segmentations, image.boxes):
        if segmentation is None:
            x1, y1, x2, y2 = np.round(box).astype(int)
            mask[max(y1, 0) : y2, max(x1, 0) : x2] = True
        else:
            mask[:] = mask_of(segmentation, image.size)
    return masks


class FolderAPCallback(EpochAP):
    """Computes AP on a data set in folders at the end of epochs; see :class:`~course.detection.callbacks.EpochAP`.

    Args:
        index: See :mod:`course.detection.folders`.
        batch_size: Images at a time.
        every: Epochs from one evaluation to the next.

    Attributes:
        results: What the last evaluation found; empty before it.
    """

    def __init__(self, index: Index, batch_size: int = 8, every: int = 1) -> None:
        super().__init__(every)
        self.index, self.batch_size = index, batch_size
        self.results: dict[str, AveragePrecision] = {}

    def measure(self) -> dict[str, AveragePrecision]:
        """Return the detector's AP of boxes, and of masks if it predicts them."""
        self.results = evaluate_folder(self.model, self.index, self.batch_size)
        return self.results

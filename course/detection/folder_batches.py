"""Batches of images from disk: read, brought into a frame of one size, with all that is known of them."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps

from course.detection.boxes import scale_boxes
from course.detection.examples import Augmentation, Batches, Targets, pad_targets
from course.detection.folders import ImageFile, Index
from course.detection.segmentations import instance_map

PADDING = (124, 117, 104)  # ImageNet's mean colour, RGB: about zero for a network that was trained on it


def read_image(image: ImageFile) -> np.ndarray:
    """Read the pixels, turned upright as the camera says, grey ones and palettes as colours.

    Images of 16 bits are scaled to 8: 65535 becomes 255.

    Returns:
        ``(H, W, 3)`` uint8 RGB.

    Raises:
        ValueError: The file is damaged, its pixels are of 32 bits, or it is of another size than its annotations say.
        FileNotFoundError: There is no such file.
    """
    pixels = _pixels(image.path)
    if pixels.shape[:2] != image.size:
        raise ValueError(
            f"{image.path} is {pixels.shape[0]} × {pixels.shape[1]}, height × width, and its annotations say "
            f"{image.size[0]} × {image.size[1]}: boxes would be in the wrong place; correct the one or the other"
        )
    return pixels


def _pixels(path: Path) -> np.ndarray:
    try:
        with Image.open(path) as picture:
            format_, upright = picture.format, ImageOps.exif_transpose(picture)
            upright.load()
    except FileNotFoundError:
        raise
    except (OSError, SyntaxError, ValueError) as error:
        raise ValueError(
            f"{path} cannot be read as an image ({error}): fetch it again, or remove it from the annotations"
        ) from error
    if upright.mode in ("I", "F") and format_ != "PNG":  # a PNG has 16 bits, whatever Pillow makes of them
        raise ValueError(f"{path} has pixels of 32 bits, and nothing says which value is white: save it with 8 or 16")
    if upright.mode.startswith("I"):
        upright = Image.fromarray((np.asarray(upright) // 257).astype(np.uint8))
    return np.asarray(upright.convert("RGB"))


def fitted_size(size: tuple[int, int], frame: tuple[int, int]) -> tuple[int, int]:
    """Return the largest height and width of the same shape that fit into a frame; at least 1."""
    scale = min(frame[0] / size[0], frame[1] / size[1])
    height, width = (min(max(round(side * scale), 1), limit) for side, limit in zip(size, frame))
    return height, width


def letterbox(pixels: np.ndarray, frame: tuple[int, int]) -> np.ndarray:
    """Bring an image into a frame: resized with its shape kept, at the top left, padded at the right and below.

    Args:
        pixels: ``(H, W, 3)`` uint8.
        frame: Height and width.

    Returns:
        ``(*frame, 3)`` uint8. Boxes go along with ``scale_boxes(boxes, (H, W), fitted_size((H, W), frame))``.
    """
    height, width = fitted_size(pixels.shape[:2], frame)
    shrinks = height < pixels.shape[0]
    resized = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    framed = np.full((*frame, 3), PADDING, np.uint8)
    framed[:height, :width] = resized
    return framed


class FolderBatches(Batches):
    """Batches for ``fit`` of a data set on disk, in the form of :mod:`course.detection.examples`.

    Crowds are left out of the targets.

    Args:
        index: See :mod:`course.detection.folders`.
        image_size: Height and width of the frame.
        masks: Whether targets have ``instances``.
        batch_size: Images per batch; the last may be smaller.
        augmentations: Functions of images, targets and a random generator, such as ``flip``.
        slots: Largest number of objects per image: of more, the largest are kept, and a warning says how many are left
            out. If it is not given, there are as many slots as the fullest image needs.
        seed: Seed of the order and of the augmentations.
        **kwargs: ``workers`` and ``max_queue_size`` of ``keras.utils.PyDataset``: threads that read ahead.

    Raises:
        ValueError: Masks are asked for, and an object has none.

    Attributes:
        left_out: Number of objects for which there is no slot.
    """

    def __init__(
        self,
        index: Index,
        image_size: tuple[int, int],
        masks: bool = False,
        batch_size: int = 8,
        augmentations: Sequence[Augmentation] = (),
        slots: int | None = None,
        seed: int = 0,
        **kwargs: object,
    ) -> None:
        files = np.fromiter(index.images, dtype=object)  # [N] of ImageFile
        super().__init__(files, {}, batch_size, augmentations, seed, **kwargs)
        if masks and not index.has_masks:
            raise ValueError("there are objects without a segmentation: train on boxes alone (--no-masks), or add them")
        self.image_size, self.masks = image_size, masks
        self.slots = max(index.fullest, 1) if slots is None else slots
        self.left_out = self._count_left_out()

    def _count_left_out(self) -> int:
        beyond = [max(int((~image.crowd).sum()) - self.slots, 0) for image in self.images]
        if any(beyond):
            warnings.warn(
                f"{sum(beyond)} objects, the smallest of {np.count_nonzero(beyond)} images, are left out: there are "
                f"{self.slots} slots per image; {self.slots + max(beyond)} hold all",
                stacklevel=3,
            )
        return sum(beyond)

    def take(self, numbers: np.ndarray) -> tuple[np.ndarray, Targets]:
        """Return the images with these numbers, and their targets, as they are before augmentation."""
        images = [self.images[number] for number in numbers]
        kept = [self._kept(image) for image in images]
        sizes = [fitted_size(image.size, self.image_size) for image in images]
        targets = pad_targets(
            [scale_boxes(image.boxes[places], image.size, size) for image, places, size in zip(images, kept, sizes)],
            [image.labels[places] for image, places in zip(images, kept)],
            np.stack([self._instances(*each) for each in zip(images, kept, sizes)]) if self.masks else None,
            self.slots,
        )
        return np.stack([letterbox(read_image(image), self.image_size) for image in images]), targets

    def _kept(self, image: ImageFile) -> np.ndarray:
        """Return the places of the objects to learn, in their order: the largest, if there are too many."""
        places = np.flatnonzero(~image.crowd)
        largest = np.argsort(-image.areas[places], kind="stable")[: self.slots]
        return places[np.sort(largest)]

    def _instances(self, image: ImageFile, kept: np.ndarray, size: tuple[int, int]) -> np.ndarray:
        try:
            segmentations = [image.segmentations[place] for place in kept]
            return instance_map(segmentations, image.areas[kept], image.size, size, self.image_size)
        except ValueError as error:
            raise ValueError(f"the annotations of {image.path}: {error}") from error

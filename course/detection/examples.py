"""The form in which images with objects are handed around: arrays with a fixed number of slots per image.

Targets are a dictionary of arrays:

``boxes``
    ``(N, slots, 4)`` float32 xyxy in pixels; zeros in empty slots.
``labels``
    ``(N, slots)`` int32, the class of each object, from 0; -1 in empty slots.
``instances`` (for masks)
    ``(N, H, W)`` int32, ``k + 1`` on the visible pixels of the object in slot ``k``, 0 elsewhere.
``crowd`` (only for evaluation)
    ``(N, slots)`` bool, boxes around so many objects that nobody has counted them.

Detections, as ``predict`` returns them, have the same form: ``boxes``, ``labels``, ``scores`` (0 in empty slots) and,
with masks, ``masks`` ``(N, slots, 28, 28)``, each over its box. An empty slot's label is -1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import keras
import numpy as np

from course.detection.boxes import scale_boxes

Targets = dict[str, np.ndarray]
Augmentation = Callable[[np.ndarray, Targets, np.random.Generator], tuple[np.ndarray, Targets]]


def pad_targets(
    boxes: Sequence[np.ndarray],
    labels: Sequence[np.ndarray],
    instances: np.ndarray | None = None,
    slots: int | None = None,
) -> Targets:
    """Bring lists with one entry per image to the form of this module.

    Args:
        boxes: One ``(objects, 4)`` per image, xyxy in pixels.
        labels: One ``(objects,)`` per image.
        instances: ``(N, H, W)``, or None.
        slots: Slots per image; as many as the fullest image needs if left out, at least one.

    Raises:
        ValueError: The lists do not match, or an image has more objects than there are slots.

    Example:
        >>> targets = pad_targets([[[0, 0, 9, 9], [5, 5, 8, 8]], []], [[3, 1], []])
        >>> targets["boxes"].shape, targets["labels"].tolist()
        ((2, 2, 4), [[3, 1], [-1, -1]])
    """
    counts = [len(of_image) for of_image in boxes]
    if counts != [len(of_image) for of_image in labels]:
        raise ValueError("boxes and labels differ in their number of images, or of objects in an image")
    fullest = int(np.argmax(counts)) if counts else 0
    needed = max(counts, default=0)
    slots = max(needed, 1) if slots is None else slots
    if needed > slots:
        raise ValueError(f"image {fullest} has {needed} objects, but there are {slots} slots: pass slots={needed}")
    targets = {
        "boxes": np.zeros((len(boxes), slots, 4), "float32"),
        "labels": np.full((len(boxes), slots), -1, "int32"),
    }
    for index, count in enumerate(counts):
        targets["boxes"][index, :count] = np.asarray(boxes[index], "float32").reshape(-1, 4)
        targets["labels"][index, :count] = labels[index]
    return targets if instances is None else targets | {"instances": np.asarray(instances, "int32")}


def check_targets(targets: Mapping[str, np.ndarray], images: int, classes: int, image_size: tuple[int, int]) -> None:
    """Return if targets can be learned from.

    Objects without area or outside the image are allowed, and are not learned. Refused is what must be a mistake.

    Args:
        targets: See this module.
        images: Number of images.
        classes: Number of classes.
        image_size: Height and width.

    Raises:
        ValueError: A shape does not fit, there are no slots, a class does not exist, a box is not finite or its corners
            are swapped, or the map of instances names a slot that there is not; the message says where.
    """
    for name in ("boxes", "labels"):
        if name not in targets:
            raise ValueError(f"targets need 'boxes' and 'labels', got {sorted(targets)}")
    boxes, labels = np.asarray(targets["boxes"]), np.asarray(targets["labels"])
    if boxes.shape != (images, *labels.shape[1:], 4) or labels.ndim != 2 or len(labels) != images:
        raise ValueError(
            f"{images} images need boxes (N, slots, 4) and labels (N, slots), got {boxes.shape} and {labels.shape}"
        )
    _refuse(
        (labels < -1) | (labels >= classes), f"a label must lie in 0 … {classes - 1}, or be -1 in an empty slot", labels
    )
    if not labels.shape[1]:
        raise ValueError("targets need at least one slot per image; in an image without objects its label is -1")
    used = labels >= 0
    _refuse(used & ~np.isfinite(boxes).all(axis=-1), "a box must be finite", boxes)
    _refuse(
        used & (boxes[..., 2:] < boxes[..., :2]).any(axis=-1), "a box is x1, y1, x2, y2 with x1 <= x2, y1 <= y2", boxes
    )
    if "instances" in targets:
        instances = np.asarray(targets["instances"])
        if instances.shape != (images, *image_size):
            raise ValueError(f"instances must be {(images, *image_size)}, like the images, got {instances.shape}")
        outside = (instances < 0) | (instances > labels.shape[1])
        _refuse(outside, f"a map of instances holds 0 … {labels.shape[1]}, a slot's number plus one", instances)


def _refuse(wrong: np.ndarray, rule: str, values: np.ndarray) -> None:
    if wrong.any():
        place = tuple(int(axis) for axis in np.argwhere(wrong)[0])
        what = "slot" if len(place) == 2 else "pixel"
        raise ValueError(f"{rule}; image {place[0]}, {what} {place[1:]} has {values[place].tolist()}")


def resize_examples(images: np.ndarray, targets: Targets, size: tuple[int, int]) -> tuple[np.ndarray, Targets]:
    """Resize images and all that is known of them.

    Args:
        images: ``(N, H, W, C)`` uint8.
        targets: See this module.
        size: New height and width.

    Returns:
        Images uint8, averaged over areas, and targets, maps of instances by the nearest pixel.
    """
    import cv2

    each = [cv2.resize(image, size[::-1], interpolation=cv2.INTER_AREA) for image in images]
    resized = np.stack(each).reshape(len(images), *size, images.shape[-1])
    new = targets | {"boxes": scale_boxes(targets["boxes"], images.shape[1:3], size)}
    if "instances" in targets:
        maps = [cv2.resize(map_, size[::-1], interpolation=cv2.INTER_NEAREST_EXACT) for map_ in targets["instances"]]
        new["instances"] = np.stack(maps)
    return resized, new


def crop_objects(
    images: np.ndarray, targets: Targets, size: int, rng: np.random.Generator, loose: float = 0.6, shift: float = 0.1
) -> tuple[np.ndarray, np.ndarray]:
    """Cut out each object, square and with some of what is around it: examples for a classifier.

    Args:
        images: ``(N, H, W, C)``.
        targets: See this module.
        size: Height and width of the crops, in pixels.
        rng: Source of random numbers.
        loose: By what share of the box's longer side a crop may be larger; it is larger by a tenth at least.
        shift: How far the crop's centre may be from the box's, as a share of the crop.

    Returns:
        ``(objects, size, size, C)`` crops in the images' dtype, mirrored beyond the image's border, and ``(objects,)``
        labels. Objects without area are left out.

    Raises:
        ValueError: There is no object.
    """
    import cv2

    crops, labels = [], []
    for place, slot in np.argwhere(np.asarray(targets["labels"]) >= 0):
        x1, y1, x2, y2 = targets["boxes"][place, slot]
        if x2 <= x1 or y2 <= y1:
            continue
        side = max(x2 - x1, y2 - y1) * rng.uniform(1.1, 1 + max(loose, 0.1))
        middle = np.array([x1 + x2, y1 + y2]) / 2 + rng.uniform(-shift, shift, 2) * side
        scale = size / side
        matrix = np.column_stack([np.eye(2) * scale, size / 2 - scale * middle + (scale - 1) / 2])
        crops.append(cv2.warpAffine(images[place], matrix, (size, size), borderMode=cv2.BORDER_REFLECT_101))
        labels.append(targets["labels"][place, slot])
    if not crops:
        raise ValueError(f"there is no object with area in these {len(images)} images to cut out")
    return np.stack(crops).reshape(len(crops), size, size, images.shape[-1]), np.array(labels)


def flip(
    images: np.ndarray, targets: Targets, rng: np.random.Generator, across: float = 0.5, down: float = 0.5
) -> tuple[np.ndarray, Targets]:
    """Mirror each image with its boxes and instances, at random.

    Args:
        images: ``(N, H, W, C)``.
        targets: See this module.
        rng: Source of random numbers.
        across: Share of images to mirror left to right.
        down: Share of images to mirror top to bottom.
    """
    images, targets = images.copy(), {name: array.copy() for name, array in targets.items()}
    height, width = images.shape[1:3]
    for axis, low, high, length, share in ((2, 0, 2, width, across), (1, 1, 3, height, down)):
        flipped = rng.random(len(images)) < share  # [N] bool
        images[flipped] = np.flip(images[flipped], axis)
        if "instances" in targets:
            targets["instances"][flipped] = np.flip(targets["instances"][flipped], axis)
        boxes = targets["boxes"][flipped]
        used = (targets["labels"][flipped] >= 0)[..., np.newaxis]
        mirrored = boxes.copy()
        mirrored[..., low], mirrored[..., high] = length - boxes[..., high], length - boxes[..., low]
        targets["boxes"][flipped] = np.where(used, mirrored, boxes)
    return images, targets


def recolour(images: np.ndarray, targets: Targets, rng: np.random.Generator) -> tuple[np.ndarray, Targets]:
    """Change each image's colours at random, and nothing's place: an augmentation for objects of any colour.

    Channels change places; half of the images are inverted; contrast changes by up to 30%, brightness by up to 30 grey
    levels.

    Args:
        images: ``(N, H, W, C)``, 0 to 255.
        targets: See this module.
        rng: Source of random numbers.

    Returns:
        Images uint8, and the targets as they are.
    """
    shape = len(images), 1, 1, 1
    orders = [rng.permutation(images.shape[-1]) for _ in images]
    sign = np.where(rng.random(shape) < 0.5, -1, 1)  # inverted: 255 - image
    contrast, brightness = rng.uniform(0.7, 1.3, shape), rng.uniform(-30, 30, shape)
    slope = (contrast * sign).astype("float32")
    shift = (128 - 128 * contrast + 255 * contrast * (sign < 0) + brightness).astype("float32")
    changed = np.empty(images.shape, "uint8")
    for place, (image, order) in enumerate(zip(images, orders)):
        changed[place] = np.clip(np.rint(slope[place] * image[..., order] + shift[place]), 0, 255)
    return changed, targets


class Batches(keras.utils.PyDataset):
    """Batches of images and targets for ``fit``, shuffled anew and augmented anew in each epoch.

    Args:
        images: ``(N, H, W, C)``.
        targets: See this module.
        batch_size: Images per batch; the last may be smaller.
        augmentations: Functions of images, targets and a random generator, applied one after the other.
        seed: Seed of the order and of the augmentations.
    """

    def __init__(
        self,
        images: np.ndarray,
        targets: Targets,
        batch_size: int = 8,
        augmentations: Sequence[Augmentation] = (),
        seed: int = 0,
        **kwargs: object,
    ) -> None:
        super().__init__(**kwargs)
        self.images, self.targets, self.batch_size = images, targets, batch_size
        self.augmentations = tuple(augmentations)
        self.seed, self.epoch = seed, 0
        self._shuffle()

    def _shuffle(self) -> None:
        self._order = np.random.default_rng((self.seed, self.epoch)).permutation(len(self.images))

    def __len__(self) -> int:
        return -(-len(self.images) // self.batch_size)

    def __getitem__(self, index: int) -> tuple[np.ndarray, Targets]:
        images, targets = self.take(self._order[index * self.batch_size : (index + 1) * self.batch_size])
        rng = np.random.default_rng((self.seed, self.epoch, index))
        for augment in self.augmentations:
            images, targets = augment(images, targets, rng)
        return images, targets

    def take(self, numbers: np.ndarray) -> tuple[np.ndarray, Targets]:
        """Return the images with these numbers, and their targets, as they are before augmentation."""
        return self.images[numbers], {name: array[numbers] for name, array in self.targets.items()}

    def start(self, epoch: int) -> None:
        """Shuffle for an epoch, from 0: a training that goes on later goes on in the order it would have had."""
        self.epoch = epoch
        self._shuffle()

    def on_epoch_end(self) -> None:
        """Shuffle for the next epoch."""
        self.start(self.epoch + 1)

"""The region proposal network: at every anchor, is there an object, and where exactly?"""

from __future__ import annotations

from collections.abc import Sequence

import keras
import numpy as np
from keras import layers, ops

from course.detection.box_coding import decode_boxes
from course.detection.boxes import Tensor, clip_to_image, iou, is_large
from course.detection.matching import match
from course.detection.nms import NEVER, nms_per_class
from course.detection.sampling import sample


def build_rpn(
    channels: int = 512, anchors: int = 9, input_channels: int | None = None, name: str = "rpn"
) -> keras.Model:
    """Return the head that slides over a feature map: a 3×3 convolution, then two 1×1 for objectness and offsets.

    With 512 channels and 9 anchors it has 2,382,893 parameters.

    Args:
        channels: Channels of the 3×3 convolution.
        anchors: Anchors a cell.
        input_channels: Channels of the feature map; as many as ``channels`` if left out.
        name: Name of the model.

    Returns:
        A model from ``(B, H, W, C)`` of any H and W to ``(B, H, W, anchors)`` logits of "there is an object" and
        ``(B, H, W, 4 * anchors)`` offsets, the four of an anchor together. Both are float32.

    Reference:
        Ren et al., Faster R-CNN, 2015, section 3.1; one objectness an anchor as in torchvision and detectron2.
    """
    small = keras.initializers.RandomNormal(stddev=0.01)
    features = layers.Input((None, None, input_channels or channels))
    hidden = layers.Conv2D(
        channels, 3, padding="same", activation="relu", kernel_initializer=small.clone(), name="hidden"
    )(features)
    objectness = layers.Conv2D(anchors, 1, kernel_initializer=small.clone(), name="objectness", dtype="float32")(hidden)
    deltas = layers.Conv2D(4 * anchors, 1, kernel_initializer=small.clone(), name="deltas", dtype="float32")(hidden)
    return keras.Model(features, [objectness, deltas], name=name)


def flatten_levels(maps: Sequence[Tensor], values: int) -> list[Tensor]:
    """Return each level's ``(B, H, W, anchors * values)`` as ``(B, H * W * anchors, values)``, in anchors' order."""
    return [ops.reshape(level, (-1, int(np.prod(level.shape[1:])) // values, values)) for level in maps]


def label_anchors(
    anchors: Tensor,
    boxes: Tensor,
    valid: Tensor,
    count: int = 256,
    positive_share: float = 0.5,
    low: float = 0.3,
    high: float = 0.7,
    seed: keras.random.SeedGenerator | int | None = None,
) -> tuple[Tensor, Tensor, Tensor]:
    """Say which anchors to learn from, and which object each is to find.

    An anchor is positive from an IoU of ``high`` on, or if no other overlaps its object more; negative below ``low``
    with all objects. Of each image ``count`` are drawn, half positive if there are enough.

    Args:
        anchors: ``(N, 4)`` xyxy in pixels.
        boxes: ``(B, M, 4)`` the objects.
        valid: ``(B, M)`` bool, which slots hold an object.
        count: Anchors to draw from each image.
        positive_share: Largest share of positives.
        low: Below it an anchor is background.
        high: From it on an anchor is an object.
        seed: Seed of the draw.

    Returns:
        ``(B, N)`` int32 object of each anchor, and two ``(B, N)`` bool: the positives and negatives drawn.

    Reference:
        Ren et al., 2015, section 3.1.2.
    """
    objects, states = match(iou(boxes, anchors), valid, low, high, low_quality=True)
    return objects, *sample(states, count, positive_share, seed)


def propose(
    objectness: Sequence[Tensor],
    deltas: Sequence[Tensor],
    anchors: Sequence[np.ndarray],
    image_size: tuple[int, int],
    before: int = 1000,
    after: int = 1000,
    iou_threshold: float = 0.7,
    smallest: float = 1.0,
) -> tuple[Tensor, Tensor, Tensor]:
    """Turn the RPN's outputs into proposals: decode, clip, drop the small, best of each level, suppress.

    Args:
        objectness: One ``(B, N)`` of logits a level.
        deltas: One ``(B, N, 4)`` a level.
        anchors: One ``(N, 4)`` a level.
        image_size: Height and width, to which proposals are clipped.
        before: Best anchors of each level that enter suppression.
        after: Proposals that leave it, for all levels together.
        iou_threshold: Of two proposals of a level that overlap more, one goes.
        smallest: Sides in pixels below which a proposal is dropped.

    Returns:
        ``(B, after, 4)`` boxes, ``(B, after)`` logits (-inf in empty slots) and ``(B, after)`` bool: which slots
        hold a proposal. Best first. No gradient flows back through them.
    """
    boxes, scores, levels = [], [], []
    for level, (logits, offsets, of_level) in enumerate(zip(objectness, deltas, anchors)):
        logits, best = ops.top_k(ops.stop_gradient(logits), min(before, len(of_level)))
        offsets = ops.take_along_axis(ops.stop_gradient(offsets), best[..., None], axis=1)
        boxes.append(decode_boxes(offsets, ops.take(ops.convert_to_tensor(of_level), best, axis=0)))
        scores.append(logits)
        levels.append(ops.full_like(best, level))
    boxes = clip_to_image(ops.concatenate(boxes, axis=1), *image_size)
    scores = ops.where(is_large(boxes, smallest), ops.concatenate(scores, axis=1), NEVER)
    kept, valid = nms_per_class(boxes, scores, ops.concatenate(levels, axis=1), iou_threshold, after)
    boxes = ops.where(valid[..., None], ops.take_along_axis(boxes, kept[..., None], axis=1), 0.0)
    return boxes, ops.where(valid, ops.take_along_axis(scores, kept, axis=1), NEVER), valid

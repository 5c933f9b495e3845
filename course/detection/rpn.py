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

    With 512 channels and 9 anchors per cell it has 2,382,893 parameters.

    Args:
        channels: Channels of the 3×3 convolution.
        anchors: Anchors per cell.
        input_channels: Channels of the feature map; as many as ``channels`` if left out.
        name: Name of the model.

    Returns:
        A model from ``(B, H, W, C)`` of any H and W to ``(B, H, W, anchors)`` logits of "there is an object" and
        ``(B, H, W, 4 * anchors)`` offsets, the four of an anchor together. Both are float32.

    Reference:
        Ren et al., Faster R-CNN, 2015, section 3.1; one objectness per anchor as in torchvision and detectron2.
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
    """Return each level's ``(B, H, W, anchors * values)`` as ``(B, H * W * anchors, values)``, in anchors' order.

    Args:
        maps: The output of one head on each level.
        values: Numbers per anchor: 1 for objectness, 4 for offsets.
    """
    return [ops.reshape(level, (-1, int(np.prod(level.shape[1:])) // values, values)) for level in maps]


def label_anchors(
    anchors: Tensor,
    boxes: Tensor,
    valid: Tensor,
    batch_size_per_image: int = 256,
    positive_fraction: float = 0.5,
    bg_iou_threshold: float = 0.3,
    fg_iou_threshold: float = 0.7,
    seed: keras.random.SeedGenerator | int | None = None,
) -> tuple[Tensor, Tensor, Tensor]:
    """Say which anchors to learn from, and which object each is to find.

    An anchor is positive from an IoU of ``fg_iou_threshold`` on, or if no other overlaps its object more. It is
    negative below ``bg_iou_threshold`` with all objects. From each image ``batch_size_per_image`` are chosen at random,
    half of them positive if there are enough.

    Args:
        anchors: ``(N, 4)`` xyxy in pixels.
        boxes: ``(B, M, 4)`` the objects.
        valid: ``(B, M)`` bool, which slots hold an object.
        batch_size_per_image: Anchors to choose from each image.
        positive_fraction: Largest share of positives.
        bg_iou_threshold: Below this IoU an anchor is background.
        fg_iou_threshold: From this IoU on an anchor is an object.
        seed: Seed of the choice.

    Returns:
        ``(B, N)`` int32 object of each anchor, and two ``(B, N)`` bool: the positives and the negatives chosen.

    Reference:
        Ren et al., 2015, section 3.1.2.
    """
    overlaps = iou(boxes, anchors)  # [B, M, N]
    objects, states = match(overlaps, valid, bg_iou_threshold, fg_iou_threshold, allow_low_quality_matches=True)
    return objects, *sample(states, batch_size_per_image, positive_fraction, seed)


def propose(
    objectness: Sequence[Tensor],
    deltas: Sequence[Tensor],
    anchors: Sequence[np.ndarray],
    image_size: tuple[int, int],
    pre_nms_top_n: int = 1000,
    post_nms_top_n: int = 1000,
    nms_threshold: float = 0.7,
    min_size: float = 1.0,
) -> tuple[Tensor, Tensor, Tensor]:
    """Turn the RPN's outputs into proposals: decode, clip, drop the small, best of each level, suppress.

    Args:
        objectness: One ``(B, N)`` of logits per level.
        deltas: One ``(B, N, 4)`` per level.
        anchors: One ``(N, 4)`` per level.
        image_size: Height and width, to which proposals are clipped.
        pre_nms_top_n: Best anchors of each level that enter suppression.
        post_nms_top_n: Proposals that leave it, for all levels together; P below.
        nms_threshold: Of two proposals of a level with a larger IoU, only the better one stays.
        min_size: Sides in pixels below which a proposal is dropped.

    Returns:
        ``(B, P, 4)`` boxes, ``(B, P)`` logits (-inf in empty slots) and ``(B, P)`` bool: which slots hold a proposal.
        Best first. No gradient flows back through them.
    """
    boxes, scores, levels = [], [], []
    for level, (logits, offsets, level_anchors) in enumerate(zip(objectness, deltas, anchors)):
        logits, best = ops.top_k(ops.stop_gradient(logits), min(pre_nms_top_n, len(level_anchors)))  # [B, K]
        offsets = ops.take_along_axis(ops.stop_gradient(offsets), best[..., None], axis=1)  # [B, K, 4]
        boxes.append(decode_boxes(offsets, ops.take(ops.convert_to_tensor(level_anchors), best, axis=0)))
        scores.append(logits)
        levels.append(ops.full_like(best, level))
    boxes = clip_to_image(ops.concatenate(boxes, axis=1), *image_size)  # [B, all K, 4]
    scores = ops.where(is_large(boxes, min_size), ops.concatenate(scores, axis=1), NEVER)
    kept, valid = nms_per_class(boxes, scores, ops.concatenate(levels, axis=1), nms_threshold, post_nms_top_n)
    boxes = ops.where(valid[..., None], ops.take_along_axis(boxes, kept[..., None], axis=1), 0.0)
    return boxes, ops.where(valid, ops.take_along_axis(scores, kept, axis=1), NEVER), valid

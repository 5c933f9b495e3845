"""Object detection in Keras 3: Faster R-CNN, Mask R-CNN, SSD and YOLO, and each of their parts for itself.

>>> model = MaskRCNN(build_backbone("small", (96, 96)), classes=10, settings=SMALL_SETTINGS)  # doctest: +SKIP
>>> model.compile(keras.optimizers.Adam(1e-3))  # doctest: +SKIP
>>> model.fit(images, targets, epochs=5, callbacks=[APCallback(held_out, held_out_targets)])  # doctest: +SKIP

One concept a module. The way through: :mod:`~course.detection.examples` says how images and objects are handed around;
:mod:`~course.detection.anchors`, :mod:`~course.detection.matching`, :mod:`~course.detection.sampling` and
:mod:`~course.detection.box_coding` say what is learned where; :mod:`~course.detection.rpn`,
:mod:`~course.detection.nms`, :mod:`~course.detection.roi_align` and :mod:`~course.detection.heads` are the stages;
:mod:`~course.detection.faster_rcnn` and :mod:`~course.detection.mask_rcnn` put them together, and
:mod:`~course.detection.single_shot` does without. :mod:`~course.detection.coco_ap` measures,
:mod:`~course.detection.step_through` shows. Sets on disk: :mod:`~course.detection.folders` reads COCO's and VOC's
layouts, and ``python -m course.detection.train`` trains on them.

Boxes are ``xyxy`` in pixels everywhere. What learns is written with ``keras.ops`` and runs on every backend.
"""

from course.detection.backbones import build_backbone
from course.detection.callbacks import APCallback, average_precision, checkpoint
from course.detection.coco_ap import AveragePrecision, CocoEvaluator, evaluate_detections
from course.detection.examples import Batches, check_targets, crop_objects, flip, pad_targets, recolour, resize_examples
from course.detection.faster_rcnn import SMALL_SETTINGS, FasterRCNN, Settings
from course.detection.mask_rcnn import MaskRCNN
from course.detection.masks import paste_masks
from course.detection.proposals import selective_search
from course.detection.ssd import SSD
from course.detection.yolo import YOLO

__all__ = [
    "SMALL_SETTINGS",
    "SSD",
    "YOLO",
    "APCallback",
    "AveragePrecision",
    "Batches",
    "CocoEvaluator",
    "FasterRCNN",
    "MaskRCNN",
    "Settings",
    "average_precision",
    "build_backbone",
    "check_targets",
    "checkpoint",
    "crop_objects",
    "evaluate_detections",
    "flip",
    "pad_targets",
    "paste_masks",
    "recolour",
    "resize_examples",
    "selective_search",
]

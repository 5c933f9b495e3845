"""Object detection in Keras 3: Faster R-CNN, Mask R-CNN, SSD and YOLO, and each of their parts for itself.

>>> model = MaskRCNN(build_backbone("small", (96, 96)), classes=10, settings=SMALL_SETTINGS)  # doctest: +SKIP
>>> model.compile(keras.optimizers.Adam(1e-3))  # doctest: +SKIP
>>> validation = APCallback(validation_images, validation_targets)  # doctest: +SKIP
>>> model.fit(images, targets, epochs=5, callbacks=[validation])  # doctest: +SKIP

There is one concept per module, and this is the way through them:

1. *What goes in*: :mod:`~course.detection.examples`, the form of images and targets; :mod:`~course.detection.boxes`.
2. *What is learned where*: :mod:`~course.detection.anchors`, :mod:`~course.detection.matching`,
   :mod:`~course.detection.sampling`, :mod:`~course.detection.box_coding`, :mod:`~course.detection.losses`.
3. *The networks*: :mod:`~course.detection.backbones`, :mod:`~course.detection.pyramid`, :mod:`~course.detection.rpn`,
   :mod:`~course.detection.heads`; between them :mod:`~course.detection.nms`, :mod:`~course.detection.roi_align`
   (and its forerunner :mod:`~course.detection.roi_pool`), :mod:`~course.detection.masks`.
4. *The detectors*: :mod:`~course.detection.detector`, what all have in common;
   :mod:`~course.detection.faster_rcnn` and :mod:`~course.detection.mask_rcnn`, which look twice;
   :mod:`~course.detection.single_shot`, :mod:`~course.detection.ssd` and :mod:`~course.detection.yolo`, which look
   once; :mod:`~course.detection.detections`, how the last step chooses among their boxes.
5. *Measuring and seeing*: :mod:`~course.detection.coco_ap`, :mod:`~course.detection.callbacks`,
   :mod:`~course.detection.step_through`.
6. *Data sets on disk*: :mod:`~course.detection.folders`, :mod:`~course.detection.coco_fields` and
   :mod:`~course.detection.segmentations` read COCO's and VOC's layouts; :mod:`~course.detection.folder_batches` and
   :mod:`~course.detection.folder_ap` train and measure on them; :mod:`~course.detection.train` is the command:
   ``python -m course.detection.train --help``.

:mod:`~course.detection.proposals` is selective search, from before the network proposed;
:mod:`~course.detection.substitutes` lets a detector compute with functions of NumPy arrays, to compare the two.

Boxes are ``xyxy`` in pixels everywhere. The detectors are written with ``keras.ops`` and run on every backend.
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

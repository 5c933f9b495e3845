"""What all detectors have in common: how they are called, trained and saved, and which targets they refuse."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import keras
import numpy as np
from keras import ops

from course.detection.boxes import Tensor, area, clip_to_image
from course.detection.examples import check_targets

Raw = dict[str, Any]
Truth = dict[str, Tensor]


class Detector(keras.Model):
    """A model that finds objects in images. Subclasses say how.

    ``fit(images, targets)`` and ``evaluate(images, targets)`` take the form of :mod:`course.detection.examples`, as
    arrays or as a dataset; ``predict(images)`` returns detections in that form. Called with ``training=True``, the
    model returns what its losses are computed from.

    A subclass defines :meth:`raw`, :meth:`detect` and :meth:`losses_of`. All three use ``keras.ops`` alone, so that
    Keras' own training step works with them on every backend.

    Args:
        backbone: A model from images to a list of feature maps; see :func:`course.detection.build_backbone`.
        classes: Number of classes, background not counted.
        loss_names: Names of the losses that :meth:`losses_of` returns, each a metric.
        seed: Seed of what is random in training.
    """

    def __init__(
        self, backbone: keras.Model, classes: int, loss_names: Sequence[str], seed: int | None = 0, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        if classes < 1:
            raise ValueError(f"a detector needs at least one class, got {classes}")
        self.backbone, self.classes, self.seed = backbone, classes, seed
        self.image_size = tuple(backbone.input_shape[1:3])
        if None in self.image_size:
            raise ValueError("a detector's backbone must have a fixed image size; see build_backbone(image_size=…)")
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.trackers = {name: keras.metrics.Mean(name=name) for name in loss_names}
        self.loss_weights = dict.fromkeys(loss_names, 1.0)
        self.built = True  # all parts are built by their constructors

    def raw(self, images: Tensor, training: bool = False) -> Raw:
        """Return the network's outputs for ``(B, H, W, 3)`` images, before anything is settings."""
        raise NotImplementedError

    def detect(self, raw: Raw) -> dict[str, Tensor]:
        """Turn the network's outputs into detections."""
        raise NotImplementedError

    def losses_of(self, raw: Raw, truth: Truth) -> dict[str, Tensor]:
        """Return each loss, a scalar, by name."""
        raise NotImplementedError

    def call(self, images: Tensor, training: bool = False) -> Raw:
        """Return detections, or in training the network's outputs."""
        raw = self.raw(ops.cast(images, "float32"), training)
        return raw if training else self.detect(raw)

    def truth_of(self, targets: Mapping[str, Tensor]) -> Truth:
        """Return targets with ``valid`` ``(B, M)`` bool: which slots hold an object that can be learned.

        An object cannot be learned if it has no area in the image, is not finite, or its class does not exist.
        """
        boxes, labels = ops.cast(targets["boxes"], "float32"), ops.cast(targets["labels"], "int32")
        finite = ops.all(ops.isfinite(boxes), axis=-1)
        boxes = ops.where(finite[..., None], boxes, 0.0)
        visible = area(clip_to_image(boxes, *self.image_size)) > 0
        valid = ops.logical_and(ops.logical_and(labels >= 0, labels < self.classes), visible)
        boxes = ops.where(valid[..., None], boxes, 0.0)
        return {**targets, "boxes": boxes, "labels": ops.where(valid, labels, 0), "valid": valid}

    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: None = None,
        loss_weights: Mapping[str, float] | None = None,
        **kwargs: Any,
    ) -> None:
        """Say how to train; see :meth:`keras.Model.compile`. A detector brings its losses.

        Args:
            optimizer: As in Keras.
            loss: None.
            loss_weights: How much some of the losses count in the sum that is minimised, by name; the others count 1.
            **kwargs: As in Keras.

        Raises:
            ValueError: A loss is given, or a weight for one that there is not.
        """
        if loss is not None:
            raise ValueError("a detector brings its losses: leave out loss; loss_weights says how much each counts")
        weights = dict(loss_weights or {})
        if unknown := set(weights) - set(self.trackers):
            raise ValueError(f"there is no loss {sorted(unknown)}: loss_weights may name {sorted(self.trackers)}")
        self.loss_weights = dict.fromkeys(self.trackers, 1.0) | weights
        super().compile(optimizer, loss_weights=loss_weights, **kwargs)

    def compile_from_config(self, config: dict[str, Any]) -> None:
        """Compile as before saving; Keras calls it when it loads the model."""
        self.compile(**keras.saving.deserialize_keras_object(config))
        self.optimizer.build(self.trainable_variables)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True) -> Tensor:
        """Return the weighted sum of all losses, and note each; Keras' training and test steps call this.

        Raises:
            ValueError: Images have weights.
        """
        if sample_weight is not None:
            raise ValueError(
                "a detector's losses are means over anchors and regions of the whole batch, which have no weights by "
                "image: leave out sample_weight; compile(loss_weights=…) says how much each loss counts"
            )
        raw = y_pred if training else self.raw(ops.cast(x, "float32"))
        losses = self.losses_of(raw, self.truth_of(y))
        for name, tracker in self.trackers.items():
            tracker.update_state(losses[name])
        return sum(self.loss_weights[name] * loss for name, loss in losses.items())

    def fit(self, x=None, y=None, *args: Any, **kwargs: Any):
        """Train; see :meth:`keras.Model.fit`. Targets that come as arrays are checked first."""
        self._check(x, y)
        validation = kwargs.get("validation_data")
        if isinstance(validation, tuple | list):
            self._check(*validation[:2])
        return super().fit(x, y, *args, **kwargs)

    def evaluate(self, x=None, y=None, *args: Any, **kwargs: Any):
        """Return the losses; see :meth:`keras.Model.evaluate`. Targets that come as arrays are checked first."""
        self._check(x, y)
        return super().evaluate(x, y, *args, **kwargs)

    def _check(self, images: Any, targets: Any) -> None:
        shape = getattr(images, "shape", None)
        if shape is not None and tuple(shape[1:]) != (*self.image_size, 3):
            raise ValueError(
                f"this detector takes images (N, {self.image_size[0]}, {self.image_size[1]}, 3), got {shape}"
            )
        if isinstance(images, np.ndarray) and not np.isfinite(images).all():
            raise ValueError("the images hold values that are not finite")
        if isinstance(targets, Mapping):
            check_targets(targets, len(images), self.classes, self.image_size)

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the model, its parts included."""
        backbone, policy = map(keras.saving.serialize_keras_object, (self.backbone, self.dtype_policy))
        config = {"name": self.name, "backbone": backbone, "classes": self.classes, "seed": self.seed}
        return config | {"dtype": policy}

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: dict | None = None) -> Detector:
        """Rebuild the model, with fresh weights, in the precision it had."""
        parts = {
            name: keras.saving.deserialize_keras_object(value, custom_objects)
            if isinstance(value, dict) and "class_name" in value
            else value
            for name, value in config.items()
        }
        before = keras.config.dtype_policy()
        keras.config.set_dtype_policy(parts.pop("dtype", before))
        try:
            return cls(**parts)
        finally:
            keras.config.set_dtype_policy(before)


def as_list(outputs: Any) -> list[Tensor]:
    """Return a model's outputs as a list: a model with one output may return it alone."""
    return list(outputs) if isinstance(outputs, list | tuple) else [outputs]


def finest_stride(backbone: keras.Model) -> int:
    """Return the stride of a backbone's finest map: a power of two, though padding may have made the map larger."""
    height, rows = backbone.input_shape[1], backbone.outputs[0].shape[1]
    return 2 ** math.ceil(math.log2(height / rows))

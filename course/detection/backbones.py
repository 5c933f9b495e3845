"""Backbones: the classifiers whose maps a detector reads; a small one to train from scratch, or one of Keras' own."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import keras
from keras import layers

SMALL = "small"
SMALL_CHANNELS = {2: 32, 4: 64, 8: 128, 16: 192, 32: 256}  # at each stride


@keras.saving.register_keras_serializable("course.detection")
class Preprocessing(layers.Layer):
    """Scale images as one of ``keras.applications`` wants them: RGB, 0 to 255 → whatever its weights were trained on.

    Args:
        application: Its name, such as ``"ResNet50"``.
    """

    def __init__(self, application: str, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.application = application

    def call(self, images):
        """Return the images, scaled; the same shape."""
        return sys.modules[_application(self.application).__module__].preprocess_input(images)

    def get_config(self) -> dict:
        """Return what rebuilds the layer."""
        return super().get_config() | {"application": self.application}


def _application(name: str):
    build = getattr(keras.applications, name, None)
    if build is None or not hasattr(build, "__module__") or not name[0].isupper():
        raise ValueError(f"keras.applications has no {name!r}; use {SMALL!r} or a name such as 'ResNet50'")
    return build


def build_backbone(
    name: str = SMALL,
    image_size: tuple[int, int] = (128, 128),
    strides: Sequence[int] = (4, 8, 16),
    weights: str | None = None,
    frozen: bool = False,
    frozen_stride: int = 0,
) -> keras.Model:
    """Return a model from images to one feature map per stride.

    Images of any size are padded with black at the right and below, up to a multiple of the largest stride.

    Args:
        name: ``"small"`` (about 0.5 million parameters at stride 16) or one of ``keras.applications``.
        image_size: Height and width.
        strides: Strides of the maps, each twice the one before.
        weights: For an application: None, ``"imagenet"``, or a file of weights. With weights, its batch normalisation
            stays as it was learned.
        frozen: Whether the backbone's weights stay as they are.
        frozen_stride: For an application: the layers up to the last map of this stride stay as they are; 0 for none.

    Returns:
        A model from ``(B, H, W, 3)`` RGB, 0 to 255, to the list of maps, finest first.

    Raises:
        ValueError: There is no such backbone, it has no map of a stride, strides do not double, an image is smaller
            than the largest, or the file does not hold the weights of this application without its top.
        FileNotFoundError: There is no file of weights.
    """
    if not strides or any(2 * finer != coarser for finer, coarser in pairwise(strides)):
        raise ValueError(f"strides must double from level to level, got {tuple(strides)}")
    height, width = image_size
    if min(image_size) < strides[-1]:
        raise ValueError(f"images of {height} × {width} are smaller than the largest stride, {strides[-1]}")
    padding = (0, -height % strides[-1]), (0, -width % strides[-1])
    images = layers.Input((height, width, 3), name="images")
    padded = layers.ZeroPadding2D(padding, name="padding")(images) if any(map(any, padding)) else images
    body = (
        _small(padded.shape[1:], strides)
        if name == SMALL
        else _of_application(name, padded.shape[1:], strides, weights, frozen_stride)
    )
    body.trainable = not frozen
    maps = body(padded)
    return keras.Model(images, maps if isinstance(maps, list | tuple) else [maps], name=f"{name.lower()}_backbone")


def _small(shape: tuple[int, int, int], strides: Sequence[int]) -> keras.Model:
    """Two convolutions per stride, each with batch normalisation; the first of them halves the map."""
    unknown = set(strides) - set(SMALL_CHANNELS)
    if unknown:
        raise ValueError(f"the small backbone has maps of stride {tuple(SMALL_CHANNELS)}, not {sorted(unknown)}")

    def convolution(value, channels: int, stride: int, name: str):
        value = layers.Conv2D(
            channels, 3, stride, padding="same", use_bias=False, kernel_initializer="he_normal", name=f"{name}_conv"
        )(value)
        value = layers.BatchNormalization(momentum=0.9, name=f"{name}_norm")(value)
        return layers.ReLU(name=f"{name}_relu")(value)

    images = layers.Input(shape)
    value = layers.Rescaling(1 / 127.5, offset=-1, name="scaling")(images)
    maps = {}
    for stride, channels in SMALL_CHANNELS.items():
        if stride > strides[-1]:
            break
        value = convolution(value, channels, 2, f"stride{stride}_first")
        if stride > 2:
            value = convolution(value, channels, 1, f"stride{stride}_second")
        maps[stride] = value
    return keras.Model(images, [maps[stride] for stride in strides], name="body")


def _of_application(
    name: str, shape: tuple[int, int, int], strides: Sequence[int], weights: str | None, frozen_stride: int
) -> keras.Model:
    """Return an application's last map of each stride."""
    height, width, channels = shape
    network = _with_weights(name, (height, width, channels), weights)
    for layer in network.layers:
        if weights is not None and isinstance(layer, layers.BatchNormalization):
            layer.trainable = False  # a detector's batches are too small to do better than what was learned
    maps = {}
    for layer in network.layers:
        output = layer.output
        if isinstance(output, keras.KerasTensor) and len(output.shape) == 4:
            if output.shape[1] * frozen_stride >= shape[0]:
                layer.trainable = False
            for stride in strides:
                if tuple(output.shape[1:3]) == (shape[0] // stride, shape[1] // stride):
                    maps[stride] = output
    missing = [stride for stride in strides if stride not in maps]
    if missing:
        raise ValueError(f"{name} has no map of stride {missing}")
    body = keras.Model(network.input, [maps[stride] for stride in strides], name="body")
    images = layers.Input(shape)
    return keras.Model(images, body(Preprocessing(name, name="scaling")(images)), name="scaled_body")


def _with_weights(name: str, shape: tuple[int, int, int], weights: str | None) -> keras.Model:
    """Return an application without its top, with weights of a file if there is one."""
    application = _application(name)
    if weights in (None, "imagenet"):
        return application(include_top=False, weights=weights, input_shape=shape)
    if not Path(weights).is_file():
        raise FileNotFoundError(f"{name}'s weights: there is no file {weights}; name one, or 'imagenet' to download it")
    network = application(include_top=False, weights=None, input_shape=shape)
    try:
        network.load_weights(weights)
    except (OSError, ValueError, KeyError) as error:
        reason = str(error).strip().split("\n")[0]
        raise ValueError(
            f"{weights} does not hold the weights of {name} without its top ({reason}): take the publisher's file that "
            f"ends in notop.h5, or what Keras' save_weights wrote of such a network"
        ) from error
    return network

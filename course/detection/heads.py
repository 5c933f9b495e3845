"""The heads of a two-stage detector: from the features of a region to its class, its box and its mask."""

from __future__ import annotations

import keras
from keras import layers


def build_box_head(
    classes: int, size: int = 7, channels: int = 256, fc_dim: int = 1024, name: str = "box_head"
) -> keras.Model:
    """Return the head that classifies a region and refines its box: two dense layers, then two more.

    Args:
        classes: Number of classes, background not counted.
        size: Bins per side of the region's features.
        channels: Channels of the features.
        fc_dim: Units of each of the two hidden layers.
        name: Name of the model.

    Returns:
        A model from ``(N, size, size, channels)`` to ``(N, classes + 1)`` logits, background's last, and
        ``(N, 4 * classes)`` offsets, the four of a class together. Both are float32.

    Reference:
        Lin et al., Feature Pyramid Networks, 2017, section 4.2; background last as in detectron2.
    """
    features = layers.Input((size, size, channels))
    value = layers.Flatten()(features)
    for number in (1, 2):
        value = layers.Dense(fc_dim, activation="relu", name=f"dense_{number}")(value)
    normal = keras.initializers.RandomNormal
    logits = layers.Dense(classes + 1, kernel_initializer=normal(stddev=0.01), name="classes", dtype="float32")(value)
    deltas = layers.Dense(4 * classes, kernel_initializer=normal(stddev=0.001), name="deltas", dtype="float32")(value)
    return keras.Model(features, [logits, deltas], name=name)


def build_mask_head(
    classes: int, size: int = 14, channels: int = 256, conv_dim: int = 256, depth: int = 4, name: str = "mask_head"
) -> keras.Model:
    """Return the head that predicts a region's masks, one per class, twice as fine as its features.

    Args:
        classes: Number of classes.
        size: Bins per side of the region's features.
        channels: Channels of the features.
        conv_dim: Channels of the convolutions.
        depth: Number of 3×3 convolutions.
        name: Name of the model.

    Returns:
        A model from ``(N, size, size, channels)`` to ``(N, 2 * size, 2 * size, classes)`` logits, float32. Each class
        has a sigmoid of its own: classes do not compete for a pixel.

    Reference:
        He et al., Mask R-CNN, 2017, figure 4 (right).
    """
    features = layers.Input((size, size, channels))
    value = features
    for number in range(1, depth + 1):
        value = layers.Conv2D(
            conv_dim, 3, padding="same", activation="relu", kernel_initializer="he_normal", name=f"conv_{number}"
        )(value)
    value = layers.Conv2DTranspose(
        conv_dim, 2, strides=2, activation="relu", kernel_initializer="he_normal", name="upsample"
    )(value)
    logits = layers.Conv2D(classes, 1, name="masks", dtype="float32")(value)
    return keras.Model(features, logits, name=name)

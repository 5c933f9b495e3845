"""Backbones: the small one, those of keras.applications, and what there is not."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from course.detection.backbones import Preprocessing, build_backbone


def maps_of(*arguments, **keywords):
    """Return the shapes of a backbone's maps; no weights are made."""
    with keras.StatelessScope(initialize_variables=False):
        return [map_.shape[1:] for map_ in build_backbone(*arguments, **keywords).outputs]


def test_the_small_one_has_maps_of_the_strides_asked_for():
    assert maps_of("small", (128, 64), (4, 8, 16)) == [(32, 16, 64), (16, 8, 128), (8, 4, 192)]
    assert maps_of("small", (100, 70), (8, 16, 32)) == [(16, 12, 128), (8, 6, 192), (4, 3, 256)]


@pytest.mark.parametrize(
    ("name", "channels"),
    [("ResNet50", [256, 512, 1024, 2048]), ("VGG16", [256, 512, 512, 512]), ("MobileNetV2", [144, 192, 576, 1280])],
)
def test_applications_by_name(name, channels):
    shapes = maps_of(name, (96, 130), (4, 8, 16, 32))
    assert shapes == [(24 // 2**level, 40 // 2**level, width) for level, width in enumerate(channels)]


def test_preprocessing_is_the_applications_own():
    images = np.random.default_rng(0).uniform(0, 255, (1, 8, 8, 3)).astype("float32")
    layer = Preprocessing("ResNet50")
    expected = keras.applications.resnet.preprocess_input(images.copy())
    np.testing.assert_allclose(keras.ops.convert_to_numpy(layer(images)), expected, atol=1e-4)
    assert Preprocessing.from_config(layer.get_config()).application == "ResNet50"


def test_weights_come_from_a_file_and_batch_normalisation_stays_as_it_was_learned(tmp_path):
    keras.utils.set_random_seed(0)
    network = keras.applications.MobileNetV2(include_top=False, weights=None, input_shape=(64, 64, 3))
    network.save_weights(tmp_path / "mobile.weights.h5")
    backbone = build_backbone("MobileNetV2", (64, 64), (8, 16), weights=str(tmp_path / "mobile.weights.h5"))
    images = np.random.default_rng(0).uniform(0, 255, (1, 64, 64, 3)).astype("float32")
    expected = keras.Model(network.input, network.get_layer("block_13_expand_relu").output)
    scaled = keras.applications.mobilenet_v2.preprocess_input(images.copy())
    np.testing.assert_allclose(
        keras.ops.convert_to_numpy(backbone(images)[1]), keras.ops.convert_to_numpy(expected(scaled)), atol=1e-4
    )
    assert not [variable.path for variable in backbone.trainable_variables if "gamma" in variable.path]
    assert backbone.trainable_variables


def test_a_frozen_backbone_does_not_learn():
    assert not build_backbone("small", (32, 32), (4, 8), frozen=True).trainable_variables


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("ResNet51", (64, 64)), "keras.applications has no 'ResNet51'"),
        (("resnet", (64, 64)), "keras.applications has no 'resnet'"),
        (("small", (64, 64), (4, 16)), r"strides must double from level to level, got \(4, 16\)"),
        (("small", (64, 64), (32, 64)), r"not \[64\]"),
        (("small", (12, 64), (8, 16)), "images of 12 × 64 are smaller than the largest stride, 16"),
    ],
)
def test_what_there_is_not_is_said(arguments, message):
    with pytest.raises(ValueError, match=message):
        maps_of(*arguments)

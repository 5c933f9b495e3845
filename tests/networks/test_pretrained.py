"""VGG16's published weights: from a local file, from Keras, or a clear word that they are out of reach."""

from __future__ import annotations

import functools
import time

import keras
import matplotlib.pyplot as plt
import numpy as np
import pytest
from keras import layers
from keras.applications import imagenet_utils, vgg16

from course.authoring.source import read_source
from course.data import download
from course.labs import find_lab
from course.networks import pretrained
from course.networks.pretrained import NoWeightsError, imagenet_decoder, imagenet_vgg16


def small_vgg16(include_top=True, weights=None, input_shape=(224, 224, 3)):
    """Build a network with some of VGG16's names and few weights."""
    inputs = keras.Input(input_shape)
    maps = layers.Conv2D(2, 3, strides=32, padding="same", activation="relu", name="block5_conv3")(inputs)
    maps = layers.MaxPooling2D(7, name="block5_pool")(maps)
    if include_top:
        maps = layers.Dense(1000, activation="softmax", name="predictions")(layers.Flatten(name="flatten")(maps))
    model = keras.Model(inputs, maps)
    if weights == "imagenet":
        raise Exception("URL fetch failure on somewhere: None -- broken pipe")
    return model


@pytest.fixture(autouse=True)
def _out_of_reach(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_OFFLINE", "1")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.delenv(pretrained.WEIGHTS_VARIABLE, raising=False)
    download.forget_unreachable()


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(vgg16, "VGG16", small_vgg16)


def weights_file(folder, name="vgg.weights.h5", include_top=True):
    """Save random weights; returns (path, the model they are of)."""
    model = small_vgg16(include_top)
    for weight in model.weights:
        weight.assign(np.random.default_rng(1).normal(size=weight.shape))
    model.save_weights(folder / name)
    return folder / name, model


IMAGES = np.random.default_rng(0).normal(size=(2, 224, 224, 3)).astype("float32")


@pytest.mark.parametrize("how", ["argument", "environment"])
def test_a_local_file_is_read(small, tmp_path, monkeypatch, how):
    path, model = weights_file(tmp_path)
    if how == "environment":
        monkeypatch.setenv(pretrained.WEIGHTS_VARIABLE, str(path))
    loaded = imagenet_vgg16(weights=path if how == "argument" else None)
    np.testing.assert_allclose(loaded(IMAGES), model(IMAGES), rtol=1e-5)


@pytest.mark.parametrize("saved_with_top", [True, False])
def test_without_top_a_file_of_either_kind_serves(small, tmp_path, saved_with_top):
    path, model = weights_file(tmp_path, include_top=saved_with_top)
    loaded = imagenet_vgg16(include_top=False, weights=path)
    expected = keras.Model(model.input, model.get_layer("block5_pool").output)
    np.testing.assert_allclose(loaded(IMAGES), expected(IMAGES), rtol=1e-5)


def test_a_file_without_top_does_not_serve_the_whole(small, tmp_path):
    path, _ = weights_file(tmp_path, include_top=False)
    with pytest.raises(NoWeightsError, match=r"vgg\.weights\.h5 does not hold the weights of the whole of VGG16"):
        imagenet_vgg16(weights=path)


@pytest.mark.parametrize("name", ["broken.h5", "broken.weights.h5"])
def test_a_broken_file_is_named(small, tmp_path, name):
    (tmp_path / name).write_bytes(b"not an HDF5 file")
    with pytest.raises(NoWeightsError, match=f"{name} does not hold the weights.*COURSE_VGG16_WEIGHTS"):
        imagenet_vgg16(weights=tmp_path / name)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(NoWeightsError, match=r"there is no file .*gone\.h5"):
        imagenet_vgg16(weights=tmp_path / "gone.h5")


def test_without_a_network_it_says_so_at_once():
    started = time.perf_counter()
    with pytest.raises(NoWeightsError, match=r"out of reach .COURSE_OFFLINE is set.*COURSE_VGG16_WEIGHTS") as caught:
        imagenet_vgg16()
    assert time.perf_counter() - started < 5
    assert caught.value.reason == "COURSE_OFFLINE is set"


def test_at_smoke_scale_nothing_is_downloaded(monkeypatch):
    monkeypatch.setenv("COURSE_SCALE", "smoke")
    monkeypatch.delenv("COURSE_OFFLINE")
    with pytest.raises(NoWeightsError, match="smoke"):
        imagenet_vgg16()


def test_a_download_that_breaks_off_is_reported(small, monkeypatch):
    monkeypatch.setenv("COURSE_SCALE", "laptop")
    monkeypatch.setattr(pretrained, "require_answer", lambda url: None)
    with pytest.raises(NoWeightsError, match="the download failed: URL fetch failure"):
        imagenet_vgg16()


def test_what_keras_has_in_its_cache_needs_no_network(monkeypatch, tmp_path):
    (tmp_path / "keras" / "models").mkdir(parents=True)
    (tmp_path / "keras" / "models" / "vgg16_weights_tf_dim_ordering_tf_kernels.h5").touch()
    monkeypatch.setattr(vgg16, "VGG16", functools.partial(dict, here=True))
    assert imagenet_vgg16() == {"here": True, "include_top": True, "weights": "imagenet", "input_shape": (224, 224, 3)}


def test_classes_have_numbers_where_the_names_are_out_of_reach():
    probabilities = np.full((1, 1000), 0.0003, "float32")
    probabilities[0, [281, 7]] = 0.5, 0.2
    decoded = imagenet_decoder()(probabilities, top=2)
    assert [(name, round(probability, 3)) for _, name, probability in decoded[0]] == [
        ("class 281", 0.5),
        ("class 7", 0.2),
    ]


def test_names_come_from_keras_class_index(monkeypatch, tmp_path):
    (tmp_path / "keras" / "models").mkdir(parents=True)
    (tmp_path / "keras" / "models" / "imagenet_class_index.json").touch()
    index = {str(number): (f"n{number}", f"name {number}") for number in range(1000)}
    monkeypatch.setattr(imagenet_utils, "CLASS_INDEX", index, raising=False)
    monkeypatch.setattr("keras.src.applications.imagenet_utils.CLASS_INDEX", index)
    probabilities = np.eye(1000, dtype="float32")[[5]]
    assert imagenet_decoder()(probabilities, top=1)[0][0][:2] == ("n5", "name 5")


@pytest.mark.slow
def test_lab_2_runs_with_weights_from_a_file(tmp_path, monkeypatch):
    """Everything in the lab that needs ImageNet weights, with random ones in their place."""
    keras.applications.VGG16(weights=None).save_weights(tmp_path / "vgg16.weights.h5")
    monkeypatch.setenv(pretrained.WEIGHTS_VARIABLE, str(tmp_path / "vgg16.weights.h5"))
    monkeypatch.setenv("COURSE_SCALE", "smoke")
    monkeypatch.delenv("COURSE_MIRROR", raising=False)
    plt.switch_backend("Agg")
    namespace = {}
    source = read_source(find_lab("lab02").source)
    for cell in source.cells:
        if cell.kind == "code" and cell.role != "check" and "check()" not in cell.source:
            exec(compile(cell.source, cell.id, "exec"), namespace)
    plt.close("all")
    assert namespace["weights_are"] == "ImageNet weights"
    assert all("class " in caption and "%" in caption for caption in namespace["shown"])
    assert list(namespace["insect_scores"]) == [4]
    assert "not Ants and bees" in namespace["insects"].note

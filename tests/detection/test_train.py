"""The command that trains on folders: ResNet50 from a file of weights, two steps, and on from there."""

from __future__ import annotations

import json
from functools import partialmethod

import keras
import numpy as np
import pytest
from keras import layers
from typer.testing import CliRunner

from course.data.sets import digits_on_textures as digits
from course.detection.backbones import build_backbone
from course.detection.faster_rcnn import FasterRCNN
from course.detection.schedules import WarmUp, training_schedule
from course.detection.train import FiniteLoss, app
from tests.detection.layouts import coco_of, voc_object, write_coco, write_notop, write_voc

IDS = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89]
SIZE = 64


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Four images of digits in COCO's layout: annotations and folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(digits.EXAMPLES, "test", 4)
        arrays = digits.digits_on_textures("test")
    content = coco_of(arrays, [f"digit {number}" for number in range(10)], IDS)
    return write_coco(tmp_path_factory.mktemp("digits"), content, arrays["images"])


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """ResNet50 without its top, of random weights, and the file of them as Keras' own is laid out."""
    rng = np.random.default_rng(0)
    network = keras.applications.ResNet50(include_top=False, weights=None, input_shape=(SIZE, SIZE, 3))
    for layer in network.layers:
        if isinstance(layer, layers.BatchNormalization):
            low = [rng.uniform(0.1, 0.3), rng.normal(0, 0.1), rng.normal(0, 0.1), rng.uniform(0.5, 1.5)]
            layer.set_weights([np.full(weight.shape, value) for weight, value in zip(layer.weights, low)])
    path = tmp_path_factory.mktemp("weights") / "resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5"
    write_notop(network, path)
    return network, path


def command(data, folder, weights, epochs):
    """Return the command's words."""
    annotations, images = map(str, data)
    words = ["--train", annotations, "--train-images", images, "--validation", annotations]
    words += ["--validation-images", images, "--folder", str(folder), "--weights", str(weights)]
    words += ["--size", str(SIZE), "--settings", "small", "--epochs", str(epochs), "--batch-size", "2"]
    return [*words, "--learning-rate", "0.01", "--warmup-steps", "1", "--workers", "2"]


@pytest.fixture(scope="module")
def trained(data, published, tmp_path_factory):
    """Two epochs, the second in a training that went on: the folder, and what both commands gave."""
    folder = tmp_path_factory.mktemp("trained")
    with pytest.MonkeyPatch.context() as patch:  # a graph would take longer to trace than two steps to run
        patch.setattr(FasterRCNN, "compile", partialmethod(FasterRCNN.compile, run_eagerly=True))
        runs = [CliRunner().invoke(app, command(data, folder, published[1], epochs)) for epochs in (1, 2)]
        return folder, runs


def weights_of(model):
    """Return weights by the name of layer and weight, of the layers within too."""
    return {
        f"{layer.name}/{weight.name}": np.array(weight)
        for layer in model._flatten_layers()
        if not isinstance(layer, keras.Model)
        for weight in getattr(layer, "weights", ())
    }


def test_a_backbone_holds_what_is_in_the_file(published):
    network, path = published
    backbone = build_backbone("ResNet50", (SIZE, SIZE), (4, 8, 16, 32), weights=str(path), frozen_stride=4)
    for found, expected in zip(backbone.get_weights(), network.get_weights(), strict=True):
        np.testing.assert_array_equal(found, expected)
    learned = [variable.path for variable in backbone.trainable_variables]
    assert {path.split("_")[0] for path in learned} == {"conv3", "conv4", "conv5"}
    assert not [path for path in learned if "gamma" in path or "beta" in path]


@pytest.mark.slow
def test_the_command_trains_and_goes_on(trained):
    folder, runs = trained
    for run in runs:
        assert run.exit_code == 0, run.output
        assert "4 images to train on, 4 to measure on, 10 classes" in run.output
    assert "Epoch 2/2" in runs[1].output
    assert "Epoch 1/2" not in runs[1].output
    rows = (folder / "epochs.csv").read_text().splitlines()
    assert [row.split(",")[0] for row in rows] == ["epoch", "0", "1"]
    for name in ("loss", "mask_loss", "val_box_AP", "val_mask_AP50"):
        assert name in rows[0]
    results = json.loads((folder / "results.json").read_text())
    for kind in ("box", "mask"):
        assert 0 <= results[kind]["AP"] <= 1
        assert set(results[kind]) >= {"AP50", "AP75", "AP_small", "AR100"}
        assert list(results["per_class"][kind]) == [f"digit {number}" for number in range(10)]
    assert results["options"]["epochs"] == 2
    assert results["images"] == {"train": 4, "validation": 4}


@pytest.mark.slow
def test_the_model_kept_its_normalisation_and_first_stages_and_learned_the_rest(trained, published):
    model = keras.models.load_model(trained[0] / "model.keras")
    assert int(model.optimizer.iterations) == 4
    found, before = weights_of(model.backbone), weights_of(published[0])
    assert found.keys() >= before.keys()
    same = {name for name in before if np.array_equal(found[name], before[name])}
    learned = before.keys() - same
    assert {name.split("_")[0] for name in learned} == {"conv3", "conv4", "conv5"}
    assert not [name for name in learned if "_bn/" in name]
    assert len([name for name in learned if name.endswith("kernel")]) == 42, "all but conv1 and those of conv2"


def test_a_wrong_file_of_weights_is_said(data, tmp_path):
    values = layers.Input((4,))
    path = tmp_path / "other.h5"
    write_notop(keras.Model(values, layers.Dense(3)(values)), path)
    run = CliRunner().invoke(app, command(data, tmp_path / "runs", path, 1))
    assert run.exit_code == 1
    assert f"{path} does not hold the weights of ResNet50 without its top (Layer count mismatch" in run.output
    assert "notop.h5" in run.output
    run = CliRunner().invoke(app, command(data, tmp_path / "runs", tmp_path / "none.h5", 1))
    assert f"there is no file {tmp_path / 'none.h5'}" in run.output


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (["--size", "64x"], "got '64x'"),
        (["--classes", "digit 1"], "the class 'digit 0' is none of digit 1"),
        (["--train", "more.json"], "2 files of annotations and 1 folders of images"),
        (["--schedule", "linear"], "'linear' is not one of"),
    ],
)
def test_what_is_wrong_with_the_options_is_said(data, tmp_path, change, message):
    run = CliRunner().invoke(app, [*command(data, tmp_path, "none", 1), *change])
    assert run.exit_code > 0
    assert message in run.output


def test_voc_has_no_masks(tmp_path):
    write_voc(tmp_path / "VOC2007", {"a": voc_object("dog", (1, 2, 30, 40))})
    list_ = str(tmp_path / "VOC2007/ImageSets/Main/trainval.txt")
    words = ["--format", "voc", "--train", list_, "--validation", list_, "--folder", str(tmp_path / "runs")]
    run = CliRunner().invoke(app, words)
    assert run.exit_code == 1
    assert "1 images to train on, 1 to measure on, 20 classes" in run.output
    assert "train on boxes alone (--no-masks)" in run.output


def test_rates_rise_and_fall():
    steps = training_schedule("steps", 0.1, 26, 4)
    expected = [0.0001, 0.1, 0.1, 0.01, 0.001]
    np.testing.assert_allclose([float(steps(step)) for step in (0, 4, 16, 17, 23)], expected, rtol=1e-5)
    assert float(steps(2)) == pytest.approx(0.05005)
    cosine = training_schedule("cosine", 0.1, 20, 0)
    np.testing.assert_allclose([float(cosine(step)) for step in (0, 10, 20)], [0.1, 0.05, 0], atol=1e-7)
    again = keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(steps))
    assert isinstance(again, WarmUp)
    assert float(again(18)) == float(steps(18))
    with pytest.raises(ValueError, match="'steps' or 'cosine', got 'linear'"):
        training_schedule("linear", 0.1, 26, 4)


def test_a_loss_that_is_not_finite_ends_the_training():
    callback = FiniteLoss()
    callback.on_train_batch_end(0, {"loss": 3.0})
    with pytest.raises(FloatingPointError, match="the loss is nan after step 2 of the epoch: lower the learning rate"):
        callback.on_train_batch_end(1, {"loss": float("nan")})

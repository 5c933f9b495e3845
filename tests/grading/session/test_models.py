"""Models are rebuilt from Keras' own classes and nothing else."""

from __future__ import annotations

import json

import keras
import numpy as np
import pytest

from course.backend.weightless import graph_only
from course.grading.session.models import UnsafeModelError, from_message, has_weights, to_message
from course.grading.session.wire import ModelMessage, decode, encode


def functional() -> keras.Model:
    inputs = keras.Input((16, 16, 3))
    x = keras.layers.Conv2D(4, 3, padding="same", activation="relu", kernel_regularizer="l2")(inputs)
    skip = x
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.Conv2D(4, 3, padding="same", kernel_initializer=keras.initializers.HeNormal(seed=1))(x)
    x = keras.layers.Add()([x, skip])
    x = keras.ops.relu(x + 1.0)[:, 2:-2]
    x = keras.layers.GlobalAveragePooling2D()(x)
    x = keras.layers.Dropout(0.5)(x)
    return keras.Model(inputs, keras.layers.Dense(3, activation="softmax")(x))


def nested() -> keras.Model:
    inner = keras.Sequential([keras.Input((8, 8, 1)), keras.layers.Conv2D(2, 3), keras.layers.MaxPooling2D()])
    return keras.Sequential([keras.Input((8, 8, 1)), inner, keras.layers.Flatten(), keras.layers.Dense(2)])


def cross(message: ModelMessage) -> ModelMessage:
    return decode(encode(message))


@pytest.mark.parametrize("build", [functional, nested])
def test_a_model_computes_the_same_on_the_other_side(build):
    model = build()
    copy = from_message(cross(to_message(model, 0, with_weights=True)))
    batch = np.random.default_rng(0).normal(size=(2, *model.input_shape[1:])).astype("float32")
    np.testing.assert_allclose(copy(batch), model(batch), rtol=1e-6)
    assert copy.count_params() == model.count_params()


@pytest.mark.parametrize("build", [functional, nested])
def test_a_graph_without_weights_keeps_shapes_and_counts(build):
    with graph_only():
        model = build()
        message = to_message(model, 0, with_weights=False)
    copy = from_message(cross(message))
    assert copy.output_shape == model.output_shape
    assert copy.count_params() == model.count_params()
    assert [layer.name for layer in copy.layers] == [layer.name for layer in model.layers]


@pytest.mark.parametrize("build", [functional, nested])
def test_layers_made_after_a_model_came_do_not_have_its_names(build):
    keras.backend.clear_session()
    for _ in range(3):
        model = build()  # with names such as conv2d_5
    message = cross(to_message(model, 0, with_weights=True))
    keras.backend.clear_session()  # as in a process that has made no layer yet
    copy = from_message(message)
    outputs = copy.outputs[0]
    for _ in range(12):
        outputs = keras.layers.Dense(2)(keras.layers.Dropout(0.1)(outputs))
    assert keras.Model(copy.inputs, outputs).count_params() > copy.count_params()


def frozen_base() -> keras.Model:
    """A model whose base is frozen but for one layer, as fine-tuning leaves it."""
    inner = [keras.layers.Conv2D(2, 3, name="early"), keras.layers.Conv2D(2, 3, name="late")]
    base = keras.Sequential([keras.Input((8, 8, 1)), *inner], name="base")
    inner[0].trainable = False
    return keras.Sequential([keras.Input((8, 8, 1)), base, keras.layers.Flatten(), keras.layers.Dense(2)])


def owners(weights: list[keras.Variable]) -> list[str]:
    """Return each weight as ``layer/weight``; what comes before depends on when its layer was built."""
    return ["/".join(weight.path.split("/")[-2:]) for weight in weights]


@pytest.mark.parametrize("freeze", ["one layer", "the base", "everything", "nothing"])
@pytest.mark.parametrize("with_weights", [True, False])
def test_what_is_frozen_stays_frozen(freeze, with_weights):
    model = nested() if freeze == "nothing" else frozen_base()
    if freeze != "one layer" and freeze != "nothing":
        (model if freeze == "everything" else model.get_layer("base")).trainable = False
    copy = from_message(cross(to_message(model, 0, with_weights)))
    assert owners(copy.trainable_weights) == owners(model.trainable_weights)


def test_a_model_without_weights_is_known():
    with graph_only():
        graph = nested()
    assert not has_weights(graph)
    assert has_weights(nested())


def test_a_compiled_model_crosses_without_what_it_was_compiled_with():
    model = nested()
    model.compile("adam", "mse")
    copy = from_message(cross(to_message(model, 0, with_weights=True)))
    assert not copy.compiled


def changed(change) -> ModelMessage:
    config = json.loads(to_message(nested(), 0, with_weights=False).config)
    change(config)
    return ModelMessage(json.dumps(config), None, 0)


def set_class(module: str, name: str, registered: str | None = None):
    def change(config: dict) -> None:
        config["config"]["layers"][1] |= {"module": module, "class_name": name, "registered_name": registered}

    return change


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("os", "system"),
        ("builtins", "eval"),
        ("keras.layers", "Lambda"),
        ("keras.layers", "TFSMLayer"),
        ("keras.utils", "get_file"),
        ("keras.saving", "load_model"),
        ("keras.src.saving.saving_api", "load_model"),
        ("__main__", "MyLayer"),
        ("course.grading.session.fork_server", "main"),
        ("keras.os", "system"),
    ],
)
def test_classes_that_are_not_on_the_list_are_refused(module, name):
    with pytest.raises(UnsafeModelError):
        from_message(changed(set_class(module, name)))


def test_a_lambda_is_refused_by_name():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Lambda(lambda x: x * 2)])
    with pytest.raises(UnsafeModelError, match="Lambda"):
        from_message(to_message(model, 0, with_weights=False))


def test_functions_other_than_activations_are_refused():
    function = {"module": "builtins", "class_name": "function", "config": "exec", "registered_name": "function"}
    with pytest.raises(UnsafeModelError, match="exec"):
        from_message(changed(lambda config: config["config"]["layers"][1].update(extra=function)))


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "{" * 100_000, '{"class_name": 1}', '"x"'])
def test_configurations_that_are_not_models_are_refused(text):
    with pytest.raises(UnsafeModelError):
        from_message(ModelMessage(text, None, 0))


def test_weights_that_do_not_fit_are_refused_before_memory_is_taken():
    config = json.loads(to_message(nested(), 0, with_weights=False).config)
    config["config"]["layers"][-1]["config"]["units"] = 10**10
    with pytest.raises(UnsafeModelError, match="weights"):
        from_message(ModelMessage(json.dumps(config), [np.zeros(1, np.float32)], 0))

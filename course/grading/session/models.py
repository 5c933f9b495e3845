"""Keras models between processes: as configuration and weights, rebuilt only from classes that are known to be safe."""

from __future__ import annotations

import functools
import importlib
import inspect
import json
import re
from typing import Any

import keras
import numpy as np

from course.backend.weightless import graph_only
from course.errors import CourseError
from course.grading.session.wire import ModelMessage

MAX_CONFIG = 20_000_000  # characters of JSON
MAX_OBJECTS = 20_000  # layers, operations and their parts in one model
# Layers that run code from elsewhere: a function in the configuration, a file, or another framework's module.
UNSAFE = {"Lambda", "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer"}
# How Keras writes constants in the graph of a functional model: data, not objects.
_DATA = {"__tensor__", "__keras_tensor__", "__numpy__", "__bytes__", "__ellipsis__", "__slice__"}
_NAMESPACES = ("keras", "course")
_KINDS = (
    keras.layers.Layer,
    keras.Operation,
    keras.initializers.Initializer,
    keras.regularizers.Regularizer,
    keras.constraints.Constraint,
    keras.dtype_policies.DTypePolicy,
    keras.dtype_policies.DTypePolicyMap,
)


class UnsafeModelError(CourseError):
    """A model holds something other than Keras' (or the course's) own layers; the message names it."""


def has_weights(model: keras.Model) -> bool:
    """Say whether a model's weights have values (see :func:`course.backend.weightless.graph_only`)."""
    return all(weight._value is not None for weight in model.weights)  # Keras has no public word for it


def to_message(model: keras.Model, handle: int, with_weights: bool) -> ModelMessage:
    """Return a model as what may cross between processes.

    Args:
        model: Any Keras model that can be serialised.
        handle: Number by which this process will know it later.
        with_weights: Whether its weights go along.
    """
    config = json.dumps(keras.saving.serialize_keras_object(model))
    weights = [np.asarray(keras.ops.convert_to_numpy(weight)) for weight in model.weights] if with_weights else None
    return ModelMessage(config, weights, handle)


def from_message(message: ModelMessage, trusted: bool = False) -> keras.Model:
    """Rebuild a model.

    Args:
        message: What the other process sent.
        trusted: Skip the allow-list: the student's process takes what the examiner sends as it is.

    Returns:
        The model: a graph without weights if none came along. Layers made afterwards get other names than its own.

    Raises:
        UnsafeModelError: Its configuration names a class that is not on the allow-list, is too large, or does not match
            the weights that came with it.
    """
    config = _configuration(message.config)
    if not trusted:
        _refuse_unsafe(config)
    with graph_only():
        graph = _deserialize(config)
    _pass_over_names(graph)
    if message.weights is None:
        return graph
    shapes = [tuple(weight.shape) for weight in graph.weights]
    if shapes != [weight.shape for weight in message.weights]:
        raise UnsafeModelError("the weights do not match the model's layers")
    model = _deserialize(_configuration(message.config))  # Keras empties what it has read
    model.set_weights(message.weights)
    return model


def _pass_over_names(model: keras.Model) -> None:
    """Make Keras' automatic names go on after a model's own, which another process counted.

    A model cannot have two layers of one name: without this, a layer put upon ``conv2d_20`` might be called that too.
    """
    for operation in getattr(model, "operations", model.layers):
        kind, _, number = operation.name.rpartition("_")
        if not re.fullmatch("[0-9]{1,4}", number):
            kind, number = operation.name, 0
        while keras.backend.get_uid(kind) <= int(number):
            pass
        if isinstance(operation, keras.Model):
            _pass_over_names(operation)


def _configuration(text: str) -> dict:
    if len(text) > MAX_CONFIG:
        raise UnsafeModelError(
            f"the model's configuration has {len(text):,} characters; at most {MAX_CONFIG:,} are read"
        )
    try:
        config = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnsafeModelError(f"the model's configuration is not JSON: {error}") from None
    if not isinstance(config, dict):
        raise UnsafeModelError("the model's configuration is not a dictionary")
    if not config:
        raise UnsafeModelError("the model has layers that cannot say their configuration")
    config.pop("build_config", None)
    return _without_training(config)


def _without_training(config: dict) -> dict:
    """Remove what models were compiled with, inner models too: optimizers and losses are nobody's answer."""
    queue: list[Any] = [config]
    while queue:
        value = queue.pop()
        if isinstance(value, dict):
            value.pop("compile_config", None)
            queue += value.values()
        elif isinstance(value, list):
            queue += value
    return config


def _deserialize(config: dict) -> keras.Model:
    frozen = _frozen_layers(config)
    try:
        model = _sequential(config) or keras.saving.deserialize_keras_object(config, safe_mode=True)
    except Exception as error:
        raise UnsafeModelError(f"the model cannot be rebuilt: {type(error).__name__}: {error}"[:500]) from None
    if not isinstance(model, keras.Model):
        raise UnsafeModelError(f"expected a model, got a {type(model).__name__}")
    _freeze(model, frozen)
    return model


def _frozen_layers(config: Any) -> dict[str, Any]:
    """Return the layers of a model's configuration that are not trained: name → True, or those of a nested model."""
    inner = config.get("config")
    layers = inner.get("layers") if isinstance(inner, dict) else None
    frozen = {}
    for layer in layers if isinstance(layers, list) else ():
        own = layer.get("config") if isinstance(layer, dict) else None
        if isinstance(own, dict) and isinstance(name := own.get("name"), str):
            frozen[name] = own.get("trainable") is False or _frozen_layers(layer)
    return {name: how for name, how in frozen.items() if how}


def _freeze(model: keras.Model, frozen: dict[str, Any]) -> None:
    """Freeze a rebuilt model's layers as they were: Keras unfreezes all layers of a model that is not frozen itself."""
    for layer in model.layers:
        how = frozen.get(layer.name)
        if how is True:
            layer.trainable = False
        elif how and isinstance(layer, keras.Model):
            _freeze(layer, how)


def _sequential(config: dict) -> keras.Sequential | None:
    """Rebuild a Sequential model in one go; None if it is none.

    ``Sequential.from_config`` adds layer after layer and builds the model anew with each: 18 times for 18 layers.
    """
    details = config.get("config")
    if config.get("class_name") != "Sequential" or not isinstance(details, dict) or not details.get("layers"):
        return None
    if details["layers"][0].get("class_name") != "InputLayer":
        return None
    layers = [keras.saving.deserialize_keras_object(layer, safe_mode=True) for layer in details["layers"]]
    return keras.Sequential(layers, trainable=details.get("trainable", True), name=details.get("name"))


def _refuse_unsafe(config: Any) -> None:
    queue, objects = [config], []
    while queue:
        value = queue.pop()
        if isinstance(value, dict):
            if "class_name" in value:
                objects.append(value)
            queue += value.values()
        elif isinstance(value, list):
            queue += value
    if len(objects) > MAX_OBJECTS:
        raise UnsafeModelError(f"the model has {len(objects):,} parts; at most {MAX_OBJECTS:,} are looked at")
    for each in objects:
        _refuse_unsafe_object(each)


def _refuse_unsafe_object(config: dict) -> None:
    name, module = config["class_name"], config.get("module")
    if name in _DATA:
        return
    if name == "function" and module == "builtins":
        _refuse_unsafe_function(config)
        return
    if not isinstance(name, str) or not isinstance(module, str) or module.partition(".")[0] not in _NAMESPACES:
        raise UnsafeModelError(f"the model contains `{name}` from `{module}`, which is not one of Keras' own classes")
    found = _find_class(module, name)
    ancestors = {each.__name__ for each in inspect.getmro(found)} if inspect.isclass(found) else set()
    if ancestors & UNSAFE or name in UNSAFE:
        raise UnsafeModelError(f"the model contains a {name} layer, which can hold any code: use Keras' other layers")
    if not ancestors or not issubclass(found, _KINDS):
        raise UnsafeModelError(f"the model contains `{module}.{name}`, which is not a layer, initializer or the like")


def _refuse_unsafe_function(config: dict) -> None:
    name = config.get("config")
    if not isinstance(name, str) or not callable(getattr(keras.activations, name, None)):
        raise UnsafeModelError(f"the model contains the function {name!r}, which is not one of Keras' activations")


@functools.cache
def _find_class(module: str, name: str) -> Any:
    try:
        found = getattr(importlib.import_module(module), name, None)
    except Exception:
        found = None
    return found or getattr(keras.layers, name, None) or getattr(keras, name, None)

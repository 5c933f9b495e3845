"""A graph stays a graph, no matter what is built after it."""

from __future__ import annotations

import keras
import pytest

from course.backend.weightless import graph_only
from course.grading.session.models import has_weights


def small() -> keras.Model:
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])


def lambda_model() -> keras.Model:
    """A model whose shapes Keras finds by trying, after which it creates all weights that it knows to be missing."""
    return keras.Sequential([keras.Input((4,)), keras.layers.Lambda(lambda x: 2 * x)])


def test_shapes_and_counts_are_known():
    with graph_only():
        model = small()
    assert (model.output_shape, model.count_params()) == ((None, 3), 15)
    assert not has_weights(model)


def test_weights_are_not_created_later():
    with graph_only():
        model = small()
    lambda_model()
    assert not has_weights(model)


def test_weights_are_not_created_later_when_building_failed():
    layer = keras.layers.Dense(3)
    with pytest.raises(ZeroDivisionError), graph_only():
        layer.build((None, 4))
        raise ZeroDivisionError
    lambda_model()
    assert layer.kernel._value is None


def test_models_built_afterwards_have_weights():
    with graph_only():
        small()
    assert has_weights(small())

"""Data sets are iterated over without tuning, unless their options speak of it."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf

from course.backend.tf_data import without_tuning


@pytest.fixture
def given(monkeypatch):
    """What ``autotune.enabled`` is set to, each time that options are given to a data set."""
    without_tuning()
    without_tuning()  # changes nothing
    seen, original = [], tf.data.Dataset.with_options

    def with_options(dataset, options, name=None):
        seen.append(options.autotune.enabled)
        return original(dataset, options, name)

    monkeypatch.setattr(tf.data.Dataset, "with_options", with_options)
    return seen


def numbers() -> tf.data.Dataset:
    return tf.data.Dataset.range(8).map(lambda x: x + 1, num_parallel_calls=tf.data.AUTOTUNE).prefetch(tf.data.AUTOTUNE)


def test_nothing_is_tuned_and_values_come_in_order(given):
    assert [int(value) for value in numbers()] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert list(numbers().as_numpy_iterator()) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert given == [False, False]


def test_what_options_say_is_kept(given):
    options = tf.data.Options()
    options.autotune.enabled = True
    assert len(list(numbers().with_options(options))) == 8
    assert given == [True]


class Pairs(keras.utils.PyDataset):
    def __len__(self):
        return 3

    def __getitem__(self, index):
        return np.ones((4, 2), "float32"), np.ones((4, 1), "float32")


@pytest.mark.parametrize("data", [(np.ones((12, 2)), np.ones((12, 1))), (Pairs(),)], ids=["arrays", "PyDataset"])
def test_keras_iterates_without_tuning(given, data):
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(*data, epochs=2, verbose=0)
    model.predict(np.ones((3, 2)), verbose=0)
    assert given.count(False) >= 3  # two epochs and a prediction


def test_inside_a_function_data_sets_are_iterated_as_before(given):
    @tf.function
    def total():
        result = tf.constant(0, tf.int64)
        for value in tf.data.Dataset.range(5):
            result += value
        return result

    assert int(total()) == 10
    assert given == []

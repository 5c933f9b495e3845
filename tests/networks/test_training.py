"""A restarted model trains as a new one does; gradients of kernels are those of a network derived by hand."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from course.networks.training import kernel_gradient_norms, restart


@pytest.fixture
def data() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    return rng.normal(size=(12, 5)).astype("float32"), rng.integers(3, size=12)


def classifier() -> keras.Model:
    model = keras.Sequential([keras.Input((5,)), keras.layers.Dense(3, activation="softmax")])
    model.compile(keras.optimizers.Adam(0.03), "sparse_categorical_crossentropy")
    return model


def test_a_restarted_model_trains_as_a_new_one(data):
    model = classifier()
    start = model.get_weights()
    model.fit(*data, epochs=2, shuffle=False, verbose=0)
    first = model.get_weights()
    restart(model, start)
    for found, expected in zip(model.get_weights(), start, strict=True):
        np.testing.assert_array_equal(found, expected)
    assert float(model.optimizer.learning_rate) == pytest.approx(0.03)
    model.fit(*data, epochs=2, shuffle=False, verbose=0)
    for found, expected in zip(model.get_weights(), first, strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


def test_norm_of_a_dense_kernels_gradient_is_that_of_the_formula(data):
    images, labels = data
    model = classifier()
    kernel, bias = model.get_weights()
    scores = np.exp(images @ kernel + bias)
    error = scores / scores.sum(axis=1, keepdims=True) - np.eye(3)[labels]  # predicted minus true, (N, classes)
    expected = np.linalg.norm(images.T @ error / len(images))
    np.testing.assert_allclose(kernel_gradient_norms(model, images, labels), [expected], rtol=1e-4)


def test_batch_normalisation_uses_the_images_and_has_no_kernel(data):
    images, labels = data
    layers = [keras.layers.Dense(4), keras.layers.BatchNormalization(), keras.layers.Dense(3, activation="softmax")]
    model = keras.Sequential([keras.Input((5,)), *layers])
    norms = kernel_gradient_norms(model, images, labels)
    assert norms.shape == (2,)
    shifted = kernel_gradient_norms(model, images + 100, labels)  # the mean of a batch is subtracted again
    np.testing.assert_allclose(shifted[1], norms[1], rtol=1e-2)

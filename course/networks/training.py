"""What labs need around training without teaching it: a fresh start without compiling, and the size of gradients."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import numpy as np

from course.backend.autodiff import gradients


def restart(model: keras.Model, weights: Sequence[np.ndarray]) -> None:
    """Give a compiled model weights to start from, and make its optimizer forget all earlier steps.

    A model that is trained many times from new weights is compiled once only: compiling takes longer than a short run.

    Args:
        model: A compiled model. Its optimizer keeps its learning rate; its step counter and its running averages are
            set to 0.
        weights: One array for each of the model's weights, as ``model.get_weights()`` returns them.
    """
    model.set_weights(weights)
    learning_rate = float(model.optimizer.learning_rate)
    for variable in model.optimizer.variables:
        variable.assign(keras.ops.zeros_like(variable))
    model.optimizer.learning_rate = learning_rate


def kernel_gradient_norms(model: keras.Model, images: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return how large the gradient of the cross-entropy is with respect to each kernel of a classifier.

    The model runs in training mode: batch normalisation uses the statistics of these images.

    Args:
        model: From images to probabilities of classes.
        images: (N, height, width, channels), as the model expects them.
        labels: (N,) classes, integers from 0.

    Returns:
        (K,) floats: the Euclidean norm for each trainable weight of at least two dimensions, first layer to last.
    """
    fixed = [keras.ops.convert_to_tensor(weight) for weight in model.non_trainable_weights]

    def loss(*weights):
        probabilities, _ = model.stateless_call(list(weights), fixed, images, training=True)
        return keras.ops.mean(keras.losses.sparse_categorical_crossentropy(labels, probabilities))

    found = gradients(loss, *[keras.ops.convert_to_numpy(weight) for weight in model.trainable_weights])
    return np.array([np.linalg.norm(gradient) for gradient in found if gradient.ndim >= 2])

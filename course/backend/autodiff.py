"""Gradients by automatic differentiation, on whichever backend Keras runs: the oracle for derived gradients."""

from __future__ import annotations

from collections.abc import Callable

import keras
import numpy as np


def gradients(function: Callable, *arrays: np.ndarray, dtype: str = "float32") -> list[np.ndarray]:
    """Return the gradient of a scalar function with respect to each of its arguments.

    Args:
        function: Takes as many tensors as there are ``arrays``; returns a scalar tensor, computed with ``keras.ops``.
        arrays: The point at which to differentiate.
        dtype: The floating-point dtype to compute in.

    Returns:
        One array per argument, of its shape.
    """
    tensors = [keras.ops.convert_to_tensor(np.asarray(array), dtype=dtype) for array in arrays]
    compute = {"tensorflow": _tensorflow, "jax": _jax, "torch": _torch}[keras.backend.backend()]
    return [keras.ops.convert_to_numpy(gradient) for gradient in compute(function, tensors)]


def _tensorflow(function: Callable, tensors: list) -> list:
    import tensorflow as tf

    with tf.GradientTape() as tape:
        tape.watch(tensors)
        value = function(*tensors)
    return tape.gradient(value, tensors, unconnected_gradients="zero")


def _jax(function: Callable, tensors: list) -> list:
    import jax

    return list(jax.grad(function, argnums=tuple(range(len(tensors))))(*tensors))


def _torch(function: Callable, tensors: list) -> list:
    import torch

    tensors = [tensor.detach().clone().requires_grad_(True) for tensor in tensors]
    return list(torch.autograd.grad(function(*tensors), tensors, materialize_grads=True))

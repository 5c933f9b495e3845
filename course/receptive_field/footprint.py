"""The receptive field measured: where the gradient of a unit by the input is not zero, and how large it is.

The analytic field is the largest that any weights can give. A gradient shows it whole only where nothing cancels or
saturates; ``positive_copy`` makes such a network of any model. With a model's own weights the gradient shows the
*effective* field, which is much smaller and bell-shaped.

Reference: W. Luo, Y. Li, R. Urtasun, R. Zemel, "Understanding the Effective Receptive Field in Deep Convolutional
Neural Networks", NeurIPS 2016.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import keras
import numpy as np
from keras import layers

from course.backend.autodiff import gradients
from course.receptive_field.analysis import Analysis, Interval
from course.receptive_field.errors import ReceptiveFieldError
from course.receptive_field.graph import Tensor


def gradient_footprint(
    model: keras.Model,
    output: Any = None,
    position: int | Sequence[int] | None = None,
    input: Any = None,
    *,
    positive: bool = True,
    seed: int = 0,
    **options: Any,
) -> np.ndarray:
    """Return which input pixels have a gradient from one unit: the receptive field by experiment.

    Args:
        model: A built model whose spatial sizes are known.
        output, input, options: As in ``receptive_field``; ``output`` is not inside of a nested model.
        position: The unit's position in the output's map, one index per dimension; by default the middle.
        positive: Measure on ``positive_copy(model)``, where the footprint is the whole field. With False, on the model
            and its own weights: then what a ReLU or a max pooling shuts off for this one input is missing.
        seed: The seed of the random input, and of the copy's weights.

    Returns:
        Bool array of the input's spatial shape.

    Raises:
        ReceptiveFieldError: As in ``receptive_field``.

    Example:
        >>> footprint = gradient_footprint(model, "block5_pool", position=(3, 3))
        >>> bounding_interval(footprint) == receptive_field(model, "block5_pool").at((3, 3))
        True
    """
    analysis = Analysis(model, input, **options)
    probe = GradientProbe(analysis, analysis.output(output), positive=positive, seed=seed)
    return probe.gradients([probe.position(position)])[0] != 0


def effective_receptive_field(
    model: keras.Model,
    output: Any = None,
    position: int | Sequence[int] | None = None,
    input: Any = None,
    *,
    samples: int = 32,
    seed: int = 0,
    **options: Any,
) -> np.ndarray:
    """Return how much each input pixel matters to one unit: the mean squared gradient over random inputs.

    Args:
        model: A built model with weights; its own are used.
        output, position, input, options: As in ``gradient_footprint``.
        samples: Number of random inputs, standard normal.
        seed: The seed of the inputs.

    Returns:
        Float array of the input's spatial shape, 0 or more: squared gradients, summed over the channels of input and
        output, averaged over inputs.

    Raises:
        ReceptiveFieldError: As in ``receptive_field``.

    Reference:
        Luo et al. 2016; ``effective_size`` is their measure of it.
    """
    analysis = Analysis(model, input, **options)
    probe = GradientProbe(analysis, analysis.output(output), positive=False, seed=seed)
    return probe.energy(probe.position(position), samples)


def effective_size(energy: np.ndarray) -> float:
    """Return the side of an effective field in pixels: √ (or cube root …) of the number of pixels that matter.

    A pixel matters where the root of ``energy`` exceeds 1 - 95.45 % of its maximum, as in Luo et al. 2016.

    Args:
        energy: As ``effective_receptive_field`` returns it.
    """
    magnitude = np.sqrt(energy)
    return float(np.count_nonzero(magnitude > 0.0455 * magnitude.max()) ** (1 / energy.ndim))


def bounding_interval(footprint: np.ndarray) -> tuple[Interval, ...]:
    """Return the smallest box around the true pixels of a footprint; all intervals empty where there are none."""
    if not footprint.any():
        return (Interval(0, 0),) * footprint.ndim
    ends = [np.flatnonzero(footprint.any(axis=_others(footprint.ndim, axis))) for axis in range(footprint.ndim)]
    return tuple(Interval(int(end[0]), int(end[-1]) + 1) for end in ends)


def _others(rank: int, axis: int) -> tuple[int, ...]:
    return tuple(other for other in range(rank) if other != axis)


class GradientProbe:
    """A model cut off at one output, which gives the gradients of that output's units; see ``gradient_footprint``."""

    def __init__(self, analysis: Analysis, tensor: Tensor, *, positive: bool, seed: int = 0) -> None:
        self.analysis = analysis
        self.tensor = tensor
        self.analysis.field(self.tensor)  # raises its errors: no path, no rule
        self.axes = self.analysis.view(self.tensor).axes
        self.random = np.random.default_rng(seed)
        self.positive = positive
        cut = keras.Model(analysis.model.inputs, self._symbol())
        self.model = positive_copy(cut, seed) if positive else cut
        self.index = self.analysis.graph.inputs.index(self.analysis.source)

    def _symbol(self) -> keras.KerasTensor:
        """Return Keras' symbolic tensor for the output."""
        for symbol, tensor in self.analysis.graph.symbols:
            if tensor is self.tensor:
                return symbol
        raise ReceptiveFieldError(f"{self.tensor.maker!r} is inside of a nested model: ask for it on that model itself")

    def position(self, position: int | Sequence[int] | None) -> tuple[int, ...]:
        """Return a position checked against the output's shape, the middle one for None."""
        if position is None:
            sizes = [self.tensor.shape[axis] if axis is not None else 1 for axis in self.axes]
            known = [size for size in sizes if size is not None]
            if len(known) < len(sizes):
                raise ReceptiveFieldError(f"{self.tensor.maker!r} has shape {self.tensor.shape}: give input_size")
            position = [size // 2 for size in known]
        return self.analysis.positions(self.tensor, position)

    def gradients(self, positions: Sequence[Sequence[int]], squared: bool = False) -> np.ndarray:
        """Return the magnitude of the gradient per unit and input pixel: ``[m, *spatial]``.

        Args:
            positions: The positions of ``m`` units; all are computed in one batch.
            squared: Whether to sum squares over channels instead of absolute values, so that channels do not cancel.
        """
        inputs = [self._random_input(tensor.shape, len(positions)) for tensor in self.analysis.graph.inputs]
        shape = (len(positions), *cast(tuple[int, ...], self.tensor.shape[1:]))
        # Gradients of random sums over channels: the expected square is the sum of squares (Hutchinson).
        weights = self.random.standard_normal(shape) if squared else self.random.uniform(0.5, 1.5, shape)
        gradient = input_gradient(
            self.model, inputs, self.index, (weights * self._units(positions, shape)).astype(keras.config.floatx())
        )
        channels = tuple(a for a in range(1, gradient.ndim) if a not in self.analysis.axes)
        if squared:
            return np.sqrt(np.square(gradient).sum(axis=channels))
        return np.abs(gradient).sum(axis=channels)

    def energy(self, position: Sequence[int], samples: int) -> np.ndarray:
        """Return the mean squared gradient of one unit over random inputs; see ``effective_receptive_field``."""
        return sum(np.square(self.gradients([position], squared=True)[0]) for _ in range(samples)) / samples

    def _random_input(self, shape: Sequence[int | None], count: int) -> np.ndarray:
        size = (count, *cast(Sequence[int], shape[1:]))
        values = self.random.uniform(0.5, 1.5, size) if self.positive else self.random.standard_normal(size)
        return values.astype(keras.config.floatx())

    def _units(self, positions: Sequence[Sequence[int]], shape: Sequence[int]) -> np.ndarray:
        """Return a mask of the given shape that is true on one position per sample, in all channels."""
        mask = np.zeros(shape, bool)
        for sample, position in zip(mask, positions, strict=True):
            index: list[slice | int] = [slice(None)] * sample.ndim
            for axis, place in zip(self.axes, position, strict=True):
                if axis is not None:
                    index[axis - 1] = place
            sample[tuple(index)] = True
        return mask


def input_gradient(model: keras.Model, inputs: Sequence[np.ndarray], index: int, weights: np.ndarray) -> np.ndarray:
    """Return the gradient of ``sum(weights * model(inputs))`` with respect to ``inputs[index]``, on any backend.

    Args:
        model: A model with one output.
        inputs: One array per input of the model, batch first.
        index: The index of the input to differentiate with respect to.
        weights: An array of the output's shape.
    """

    def weighted_sum(x: Any) -> Any:
        given = [*inputs[:index], x, *inputs[index + 1 :]]
        output = model(given[0] if len(given) == 1 else given, training=False)
        return keras.ops.sum(output * keras.ops.cast(weights, output.dtype))

    return gradients(weighted_sum, inputs[index], dtype=keras.config.floatx())[0]


def positive_copy(model: keras.Model, seed: int = 0) -> keras.Model:
    """Return a copy of a model through which every path shows in the gradient.

    The copy has the same graph with random positive weights; each maximum is a mean, each product a sum, and each
    activation and each normalisation over channels the identity: no path is shut and no two cancel.

    Args:
        model: A Sequential or functional model; layers of its own need ``get_config``.
        seed: The seed of the weights.
    """
    random = np.random.default_rng(seed)
    copy = keras.models.clone_model(model, clone_function=_open_copy, recursive=True)
    copy.set_weights([_positive(variable, random) for variable in copy.weights])
    return copy


def _positive(variable: Any, random: np.random.Generator) -> np.ndarray:
    """Return random positive values for kernels, scaled to keep a signal's magnitude; 1 for scales; 0 for shifts."""
    shape = tuple(variable.shape)
    if len(shape) < 2:
        shifts = variable.path.rsplit("/", 1)[-1] in ("bias", "beta", "moving_mean", "mean")
        return np.zeros(shape) if shifts else np.ones(shape)
    return random.uniform(0.5, 1.5, shape) / max(np.prod(shape[:-1]), 1)


_MEAN_INSTEAD = {
    getattr(layers, f"{kind}Max{rest}"): getattr(layers, f"{kind}Average{rest}")
    for kind, rest in [(k, f"Pooling{d}D") for k in ("", "Global", "Adaptive") for d in (1, 2, 3)]
}
_SUM_INSTEAD = (layers.Multiply, layers.Maximum, layers.Minimum, layers.Subtract)
_OPEN = (layers.ReLU, layers.LeakyReLU, layers.ELU, layers.PReLU, layers.Activation)
_SHUTTING = ("Relu", "ReLU", "Relu6", "HardSigmoid", "HardSilu", "HardTanh", "Abs", "Absolute", "Sign", "Round", "Clip")
_NORMALISING = (layers.LayerNormalization, layers.RMSNormalization, layers.UnitNormalization, layers.Softmax)


def _open_copy(operation: Any) -> Any:
    """Return a copy of a layer, or its replacement; operations of keras.ops are replaced by functions."""
    if not isinstance(operation, layers.Layer):
        return _open_operation(operation)
    config = operation.get_config()
    if type(operation) in _MEAN_INSTEAD:
        return _MEAN_INSTEAD[type(operation)].from_config(config)
    if isinstance(operation, _SUM_INSTEAD):
        return layers.Add(name=operation.name)
    on_channels = isinstance(operation, _NORMALISING) and _last_axis_only(operation)
    if isinstance(operation, _OPEN) or on_channels:
        return layers.Identity(name=operation.name)
    if "activation" in config:
        config["activation"] = "linear"
    return type(operation).from_config(config)


def _last_axis_only(layer: Any) -> bool:
    axes = layer.axis if isinstance(layer.axis, list | tuple) else [layer.axis]
    return all(axis in (-1, len(layer.input.shape) - 1) for axis in axes)


def _open_operation(operation: Any) -> Callable:
    """Return a function in place of an operation of keras.ops that would shut or cancel paths."""
    name = type(operation).__name__
    ops = keras.ops
    if name == "MaxPool":
        strides = operation.pool_size if operation.strides is None else operation.strides
        return lambda x: ops.average_pool(x, operation.pool_size, strides, operation.padding, operation.data_format)
    if name in ("Max", "Amax", "Min", "Amin"):
        return lambda x: ops.mean(x, axis=operation.axis, keepdims=operation.keepdims)
    if name in ("Multiply", "Maximum", "Minimum", "Subtract"):
        return lambda x, y: x + y
    if name in _SHUTTING:
        return lambda x, *args: x
    return operation

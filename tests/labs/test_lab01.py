"""The graded checks of lab 1: from a convolution to a trained classifier."""

from __future__ import annotations

import math
import types
from functools import partial

import keras
import numpy as np

from course.backend.autodiff import gradients
from course.backend.weightless import graph_only
from course.checks import close, equal, holds, one_letter, points, same_formula
from course.receptive_field import receptive_field

FRAMEWORKS = ("keras", "tensorflow", "jax", "torch")
IMAGE_LIBRARIES = ("scipy", "skimage", "cv2", "sklearn", "mlxtend")

WITHOUT = {
    "conv_output_size": (*FRAMEWORKS, "course"),
    "conv2d": (*FRAMEWORKS, *IMAGE_LIBRARIES, "course"),
    "max_pool2d": (*FRAMEWORKS, *IMAGE_LIBRARIES, "course"),
    "receptive_field": (*FRAMEWORKS, "course"),
    "count_parameters": (*FRAMEWORKS, "course"),
    "softmax_cross_entropy": (*FRAMEWORKS, *IMAGE_LIBRARIES, "course"),
    "conv_dense_gradients": (*FRAMEWORKS, *IMAGE_LIBRARIES, "course"),
    "early_stopping_epoch": (*FRAMEWORKS, "course"),
    "augment_shift": (*FRAMEWORKS, *IMAGE_LIBRARIES, "course"),
}

NUMERIC = {"rtol": 1e-4, "atol": 1e-5}  # Keras computes in float32


# conv_output_size


def _keras_size(size: int, kernel_size: int, stride: int, padding: str, dilation: int) -> int:
    layer = keras.layers.Conv1D(1, kernel_size, strides=stride, padding=padding, dilation_rate=dilation)
    return layer.compute_output_shape((1, size, 1))[1]


@points("conv_output_size", 0.5)
def test_valid_output_size(answer, rng):
    """Valid: the number of places where the kernel fits, with stride and with dilation"""
    for stride, dilation, left in ((1, 1, 0), (1, 3, 0), (2, 1, 1), (3, 1, 2), (1, 2, 0), (2, 1, 0), (3, 1, 1)):
        kernel_size = int(rng.integers(2, 6))
        reach = dilation * (kernel_size - 1) + 1
        size = reach + stride * int(rng.integers(8, 16)) + left  # pixels left over: fewer than one more step takes
        equal(
            answer.conv_output_size(size, kernel_size, stride, "valid", dilation),
            _keras_size(size, kernel_size, stride, "valid", dilation),
            hint="count the places: the window covers dilation·(k − 1) + 1 pixels and moves by the stride",
            mistakes={
                "dilation ignored: k taps that are d apart span d·(k − 1) + 1 pixels": (size - kernel_size) // stride
                + 1,
                "the + 1 is the first window: add it after the division": (size - reach + 1) // stride,
                "the + 1 is missing: a window that fits exactly once gives one output": (size - reach) // stride,
                "a dilated kernel spans d·(k − 1) + 1 pixels, not d·k": (size - dilation * kernel_size) // stride + 1,
                "stride ignored: the window moves by the stride, so divide by it": size - reach + 1,
                "round down: a window that sticks out at the end does not count": -(-(size - reach) // stride) + 1,
                "this is the size for padding='same'; with 'valid' the window stays inside": -(-size // stride),
            },
            inputs=f"size={size}, kernel_size={kernel_size}, stride={stride}, padding='valid', dilation={dilation}",
        )


@points("conv_output_size", 0.5)
def test_same_output_size(answer, rng):
    """Same: the size divided by the stride, rounded up, whatever the kernel"""
    for stride, dilation in ((1, 1), (1, 2), (2, 1), (3, 1), (4, 1)):
        size, kernel_size = stride * int(rng.integers(6, 15)) + (stride > 1), int(rng.integers(2, 6))
        valid = (size - dilation * (kernel_size - 1) - 1) // stride + 1
        equal(
            answer.conv_output_size(size, kernel_size, stride, "same", dilation),
            _keras_size(size, kernel_size, stride, "same", dilation),
            hint="'same' pads as much as is needed for one output every `stride` pixels",
            mistakes={
                "round up: a last, incomplete step still gives an output": size // stride,
                "stride ignored: with padding 'same' the size is still divided by the stride": size,
                "padding ignored: with 'same' the size does not depend on the kernel": valid,
            },
            inputs=f"size={size}, kernel_size={kernel_size}, stride={stride}, padding='same', dilation={dilation}",
        )


# conv2d


def _keras_conv(image, kernels, bias, stride=1, padding="valid", dilation=1) -> np.ndarray:
    maps = keras.ops.conv(
        image[None].astype("float32"),
        kernels.astype("float32"),
        strides=stride,
        padding=padding,
        dilation_rate=dilation,
        data_format="channels_last",
    )
    return keras.ops.convert_to_numpy(maps)[0] + bias.astype("float32")


def _padded(image, before, after, mode="constant") -> np.ndarray:
    return np.pad(image, ((before[0], after[0]), (before[1], after[1]), (0, 0)), mode)


def _convolution(rng, kernel_size=(3, 3), size=(9, 12), channels=3, filters=4):
    image = rng.normal(size=(*size, channels))
    return image, rng.normal(size=(*kernel_size, channels, filters)), rng.normal(size=filters)


def _bias_at_every_tap(image, kernels, bias, *rest) -> dict:
    """Return hint → the maps to which the bias was added once for each tap; zeros around count as taps too."""
    taps = np.prod(kernels.shape[:2])
    hint = "the bias was added once for every tap of the kernel: add it once to each output, after the sum"
    return {hint: partial(_keras_conv, image, kernels, taps * bias, *rest)}


def _shown(image, kernels, bias, **rest):
    return {"image": image, "kernels": kernels, "bias": bias, **rest}


@points("conv2d", 1)
def test_conv2d_sums_over_taps_and_channels(answer, rng):
    """Stride 1, no padding: a colour image and several kernels, as in Keras"""
    for kernel_size in ((3, 3), (1, 1), (2, 4)):
        image, kernels, bias = _convolution(rng, kernel_size)
        flipped = "kernel flipped: deep learning's convolution does not turn the kernel by 180° (it is a correlation)"
        close(
            answer.conv2d(image, kernels, bias),
            _keras_conv(image, kernels, bias),
            mistakes={
                flipped: partial(_keras_conv, image, kernels[::-1, ::-1], bias),
                "bias forgotten: add bias[k] to every pixel of map k": partial(_keras_conv, image, kernels, 0 * bias),
                "only the first channel counts in your sum: add up the products of all channels": (
                    partial(_keras_conv, image[..., :1], kernels[:, :, :1], bias)
                ),
                "kernel transposed: its first axis goes down the rows, its second along the columns": (
                    partial(_keras_conv, image, kernels.swapaxes(0, 1), bias)
                ),
                "a ReLU has slipped in: conv2d returns the weighted sums as they are, negative ones too": (
                    lambda: np.maximum(_keras_conv(image, kernels, bias), 0)  # noqa: B023 - used in this round
                ),
                **_bias_at_every_tap(image, kernels, bias),
            },
            inputs=_shown(image, kernels, bias),
            **NUMERIC,
        )


@points("conv2d", 0.5)
def test_conv2d_stride(answer, rng):
    """Stride 2 and 3: the window moves that far, down and across"""
    for stride in (2, 3):
        image, kernels, bias = _convolution(rng, size=(11, 14))
        close(
            answer.conv2d(image, kernels, bias, stride=stride),
            _keras_conv(image, kernels, bias, stride),
            hint="output (i, j) looks at the window that starts at row stride·i and column stride·j",
            mistakes={
                "stride ignored: the window still moves one pixel at a time": partial(
                    _keras_conv, image, kernels, bias
                ),
                "the stride is used for the rows only; columns move by it too": (
                    _keras_conv(image, kernels, bias)[::stride]
                ),
                **_bias_at_every_tap(image, kernels, bias, stride),
            },
            inputs=_shown(image, kernels, bias, stride=stride),
            **NUMERIC,
        )


def _same_zeros(image, kernel_size, stride) -> tuple[list[int], list[int]]:
    """Return how many zeros Keras puts before and after, down and across."""
    sizes = zip(image.shape[:2], kernel_size, strict=True)
    total = [max((-(-size // stride) - 1) * stride + taps - size, 0) for size, taps in sizes]
    before = [zeros // 2 for zeros in total]
    return before, [zeros - first for zeros, first in zip(total, before, strict=True)]


@points("conv2d", 1)
def test_conv2d_same_padding(answer, rng):
    """Padding 'same': zeros around, the odd one at the bottom and right"""
    for kernel_size, stride in (((3, 3), 1), ((2, 4), 1), ((3, 3), 2), ((5, 4), 2)):
        image, kernels, bias = _convolution(rng, kernel_size, size=(10, 12))
        before, after = _same_zeros(image, kernel_size, stride)
        total, half = np.add(before, after), [taps // 2 for taps in kernel_size]
        padded = {
            "padding split wrong: when the number of zeros is odd, the extra one goes after the image": (
                _padded(image, after, before)
            ),
            "padding of k // 2 on every side: right for odd kernels at stride 1, too much otherwise": (
                _padded(image, half, half)
            ),
            "all the padding is on one side: half of the zeros go before the image": _padded(image, (0, 0), total),
            "pad with zeros, not with copies of the border": _padded(image, before, after, mode="edge"),
        }
        close(
            answer.conv2d(image, kernels, bias, stride=stride, padding="same"),
            _keras_conv(image, kernels, bias, stride, "same"),
            hint="pad until the last window fits: (out − 1)·stride + reach − size zeros, half of them before",
            mistakes={
                "padding forgotten: with 'same' the map is size / stride, rounded up": (
                    partial(_keras_conv, image, kernels, bias, stride)
                ),
                **{hint: partial(_keras_conv, wide, kernels, bias, stride) for hint, wide in padded.items()},
                "the stride belongs in the padding: fewer zeros are needed when the window takes bigger steps": (
                    _keras_conv(image, kernels, bias, 1, "same")[::stride, ::stride]
                ),
                **_bias_at_every_tap(image, kernels, bias, stride, "same"),
            },
            inputs=_shown(image, kernels, bias, stride=stride, padding="same"),
            **NUMERIC,
        )


@points("conv2d", 0.5)
def test_conv2d_dilation(answer, rng):
    """Dilation 2 and 3: gaps between the taps, with and without padding"""
    for dilation, padding in ((2, "valid"), (3, "valid"), (2, "same")):
        image, kernels, bias = _convolution(rng, size=(11, 13))
        close(
            answer.conv2d(image, kernels, bias, padding=padding, dilation=dilation),
            _keras_conv(image, kernels, bias, 1, padding, dilation),
            hint="tap (a, b) of the kernel looks at pixel (i + dilation·a, j + dilation·b)",
            mistakes={
                "dilation ignored: the taps of the kernel lie `dilation` pixels apart": (
                    partial(_keras_conv, image, kernels, bias, 1, padding)
                ),
                "dilation taken for a stride: it spreads the taps, the window still moves by one pixel": (
                    partial(_keras_conv, image, kernels, bias, dilation, padding)
                ),
                "the padding forgets the dilation: a dilated kernel reaches dilation·(k − 1) + 1 pixels": (
                    partial(_keras_conv, _padded(image, (1, 1), (1, 1)), kernels, bias, 1, "valid", dilation)
                ),
                **_bias_at_every_tap(image, kernels, bias, 1, padding, dilation),
            },
            inputs=_shown(image, kernels, bias, padding=padding, dilation=dilation),
            **NUMERIC,
        )


# max_pool2d


def _keras_pool(image, size, stride, padding="valid", pool=keras.ops.max_pool) -> np.ndarray:
    pooled = pool(image[None].astype("float32"), size, strides=stride, padding=padding, data_format="channels_last")
    return keras.ops.convert_to_numpy(pooled)[0]


@points("max_pool2d", 0.5)
def test_max_pool_halves_an_image(answer, rng):
    """2×2 pooling of even and odd sizes, negative values included"""
    for size in ((8, 10, 3), (7, 9, 2)):
        image = rng.normal(size=size) - 2
        close(
            answer.max_pool2d(image, 2),
            _keras_pool(image, 2, 2),
            mistakes={
                "this is the mean of each window; take the maximum": (
                    _keras_pool(image, 2, 2, pool=keras.ops.average_pool)
                ),
                "an odd last row or column is dropped: a window must lie inside the image": (
                    _keras_pool(image, 2, 2, "same")
                ),
                "the stride is the window's size unless another is given: windows do not overlap": (
                    _keras_pool(image, 2, 1)
                ),
                "channels are pooled one by one: do not take the maximum over them": (
                    _keras_pool(image, 2, 2).max(axis=-1)
                ),
                "values below zero count too: do not start the maximum at 0": np.maximum(_keras_pool(image, 2, 2), 0),
                "all channels are the same: take the maximum over rows and columns, and leave the channels apart": (
                    _keras_pool(image, 2, 2).max(axis=-1, keepdims=True).repeat(image.shape[-1], axis=-1)
                ),
                "this keeps the first pixel of each window; take the largest": (
                    image[: image.shape[0] // 2 * 2 : 2, : image.shape[1] // 2 * 2 : 2]
                ),
            },
            inputs={"image": image, "size": 2},
            **NUMERIC,
        )


@points("max_pool2d", 0.5)
def test_max_pool_windows_may_overlap(answer, rng):
    """3×3 windows at stride 2 and 1"""
    for stride in (2, 1):
        image = rng.normal(size=(10, 11, 2)) - 2
        close(
            answer.max_pool2d(image, 3, stride),
            _keras_pool(image, 3, stride),
            hint="window (i, j) starts at row stride·i and column stride·j and covers size × size pixels",
            mistakes={
                "stride ignored: the windows move by the stride, and not by their size": _keras_pool(image, 3, 3),
                "this is the mean of each window; take the maximum": (
                    _keras_pool(image, 3, stride, pool=keras.ops.average_pool)
                ),
                "a window must lie inside the image: no padding": _keras_pool(image, 3, stride, "same"),
                "values below zero count too: do not start the maximum at 0": (
                    np.maximum(_keras_pool(image, 3, stride), 0)
                ),
            },
            inputs={"image": image, "size": 3, "stride": stride},
            **NUMERIC,
        )


# receptive_field


def _field_of_keras(layers) -> tuple[int, int]:
    """Build the layers as a Keras graph and ask `course.receptive_field`."""
    with graph_only():
        inputs = maps = keras.Input((400, 400, 1))
        for kernel_size, stride, dilation in layers:
            if dilation == 1:
                maps = keras.layers.MaxPooling2D(kernel_size, stride)(maps)
            else:
                maps = keras.layers.Conv2D(1, kernel_size, stride, dilation_rate=dilation)(maps)
        field = receptive_field(keras.Model(inputs, maps))
    return _square(field.size), _square(field.stride)


def _square(value) -> int:
    return int(value[0]) if np.ndim(value) else int(value)


ASSIGNMENT = {
    "two 3×3 convolutions": ([(3, 1, 1), (3, 1, 1)], 5),
    "the second dilated by 2": ([(3, 1, 1), (3, 1, 2)], 7),
    "2×2 pooling between them": ([(3, 1, 1), (2, 2, 1), (3, 1, 1)], 8),
    "every second pixel dropped between them": ([(3, 1, 1), (1, 2, 1), (3, 1, 1)], 7),
}


@points("receptive_field", 1)
def test_receptive_field_of_the_assignment(answer):
    """Two 3×3 convolutions: 5; second dilated: 7; pooled between: 8; only decimated: 7"""
    for name, (layers, size) in ASSIGNMENT.items():
        _same_field(answer, layers, (size, math.prod(stride for _, stride, _ in layers)), f"{layers}: {name}")


@points("receptive_field", 1)
def test_receptive_field_of_any_stack(answer, rng):
    """Random stacks, as `course.receptive_field` finds on the Keras graph"""
    for _ in range(4):
        layers = _telling_stack(rng)
        _same_field(answer, layers, _field_of_keras(layers), str(layers))


def _telling_stack(rng) -> list[tuple[int, int, int]]:
    """Return a random stack of layers on which every known mistake shows, each by other numbers."""
    while True:
        layers = []
        for _ in range(int(rng.integers(3, 6))):
            stride = int(rng.choice([1, 1, 2]))
            dilation = int(rng.choice([1, 2, 3])) if stride == 1 else 1
            layers.append((int(rng.integers(1, 5)), stride, dilation))
        fields = [_walked(layers), *_mistaken_fields(layers).values()]
        if len(set(fields)) == len(fields):
            return layers


def _mistaken_fields(layers) -> dict[str, tuple[int, int]]:
    """Return hint → the field and the step that a known mistake gives."""
    size, step = _walked(layers)
    return {
        "dilation ignored: a kernel's taps are `dilation` apart": _walked([(k, s, 1) for k, s, _ in layers]),
        "stride ignored: after a stride of 2, one step in the map is two pixels of the image": (
            _walked([(k, 1, d) for k, _, d in layers])[0],
            step,
        ),
        "pooling's window counts too: a layer with a stride also adds (k − 1) steps": (
            _walked([(k if s == 1 else 1, s, d) for k, s, d in layers])
        ),
        "a layer's own stride acts on the layers after it: add (k − 1)·dilation·step first, then multiply": (
            _walked(layers, own_stride_first=True)
        ),
        "a dilated kernel reaches d·(k − 1) pixels further, not d·k − 1": _walked(
            [(k * d, s, 1) for k, s, d in layers]
        ),
        "one pixel sees itself: start from a size of 1": (size - 1, step),
        "walked from the end: the list is already in the order from the image upwards": _walked(layers[::-1]),
    }


def _same_field(answer, layers, expected, shown) -> None:
    got = answer.receptive_field(layers)
    holds(np.shape(got) == (2,), "return two numbers: (size, step)", inputs=f"layers = {shown}", got=got)
    equal(
        got,
        expected,
        hint="each layer adds (k − 1)·dilation steps, and a step is as long as the product of the strides before",
        mistakes={hint: wrong for hint, wrong in _mistaken_fields(layers).items() if wrong != expected},
        inputs=f"layers = {shown}",
    )


def _walked(layers, own_stride_first=False) -> tuple[int, int]:
    size, step = 1, 1
    for kernel_size, stride, dilation in layers:
        size += (kernel_size - 1) * dilation * (step * stride if own_stride_first else step)
        step *= stride
    return size, step


@points("why_eight", 0.5)
def test_why_eight(answer):
    """Why pooling sees one pixel more than dropping pixels"""
    reasons = {
        "A": "pooling has no parameters, and that changes what is learned, not what is seen",
        "C": "both halve the size of the map, so this cannot be the difference",
        "D": "the second kernel has 3 taps, 2 pixels apart, in both cases",
    }
    one_letter(answer.why_eight, "B", reasons)


@points("layers_to_see_28", 0.5)
def test_layers_to_see_28(answer):
    """How many 3×3 convolutions until one unit sees a whole digit"""
    equal(
        answer.layers_to_see_28,
        14,
        hint="n layers see 2n + 1 pixels: find the smallest n for which that is at least 28",
        mistakes={
            "13 layers see 27 pixels: one short, round up": 13,
            "each layer adds 2 pixels, not 3": 9,
            "each layer adds 2 pixels, one on either side, not 1": 27,
        },
    )


# count_parameters


def _keras_counts(layers) -> tuple[int, int]:
    """Return trainable and total parameters of real Keras layers, built for the sizes the dicts name."""
    trainable = total = 0
    with graph_only():
        for layer in layers:
            built, shape = _keras_layer(layer)
            built.build(shape)
            trainable += sum(int(np.prod(weight.shape)) for weight in built.trainable_weights)
            total += built.count_params()
    return trainable, total


def _keras_layer(layer):
    use_bias = layer.get("use_bias", True)
    kind = layer["type"]
    if kind == "conv2d":
        built = keras.layers.Conv2D(layer["filters"], layer["kernel_size"], use_bias=use_bias)
        return built, (None, 32, 32, layer["in_channels"])
    if kind == "dense":
        return keras.layers.Dense(layer["units"], use_bias=use_bias), (None, layer["in_features"])
    if kind == "batch_norm":
        return keras.layers.BatchNormalization(), (None, 8, 8, layer["channels"])
    return {"max_pool2d": keras.layers.MaxPooling2D(), "dropout": keras.layers.Dropout(0.5)}[kind], (None, 8, 8, 4)


@points("count_parameters", 0.5)
def test_count_convolution(answer, rng):
    """One convolution: weights of every kernel, and a bias each"""
    kernel_size = (int(rng.integers(2, 4)), int(rng.integers(4, 7)))
    channels, filters = int(rng.integers(2, 20)), int(rng.integers(20, 70))
    area = kernel_size[0] * kernel_size[1]
    for use_bias in (True, False):
        layers = [
            {
                "type": "conv2d",
                "kernel_size": kernel_size,
                "in_channels": channels,
                "filters": filters,
                "use_bias": use_bias,
            }
        ]
        expected = _keras_counts(layers)
        wrong = {
            "biases not counted: one for each filter": area * channels * filters,
            "use_bias=False means no biases": area * channels * filters + filters,
            "input channels forgotten: a kernel has kh × kw weights for each of them": area * filters + filters,
            "one bias per filter, not one per weight or channel": area * channels * filters + channels * filters,
            "the kernel is kh × kw, which need not be square": kernel_size[0] ** 2 * channels * filters + filters,
        }
        equal(
            answer.count_parameters(layers),
            expected,
            hint="filters × (kh × kw × in_channels + 1), returned as (trainable, total)",
            mistakes={hint: (count, count) for hint, count in wrong.items() if count != expected[0]},
            inputs={"layers": layers},
        )


@points("count_parameters", 1)
def test_count_network(answer, rng):
    """A whole network with dense layers, batch norm, pooling and dropout"""
    filters, units = int(rng.integers(8, 40)), int(rng.integers(20, 60))
    features = 16 * filters
    layers = [
        {"type": "conv2d", "kernel_size": (3, 3), "in_channels": 3, "filters": filters},
        {"type": "batch_norm", "channels": filters},
        {"type": "max_pool2d"},
        {"type": "dropout"},
        {"type": "dense", "in_features": features, "units": units},
        {"type": "dense", "in_features": units, "units": 10, "use_bias": False},
    ]
    trainable, total = expected = _keras_counts(layers)
    equal(
        answer.count_parameters(layers),
        expected,
        hint="add up the layers one by one, and compare each with Keras' own summary()",
        mistakes={
            "batch norm trains 2 numbers per channel (scale, shift) and keeps 2 more (mean, variance) untrained": (
                total,
                total,
            ),
            "batch norm's running mean and variance belong to the total: 4 numbers per channel, 2 of them trained": (
                trainable,
                trainable,
            ),
            "batch norm has a scale and a shift per channel: 2 trained numbers, not 1": (
                trainable - filters,
                total - filters,
            ),
            "batch norm forgotten": (trainable - 2 * filters, total - 4 * filters),
            "pooling and dropout have no parameters at all": (trainable + 8, total + 8),
            "biases not counted": (trainable - filters - units, total - filters - units),
            "use_bias=False means no biases": (trainable + 10, total + 10),
            "return (trainable, total), in this order": (total, trainable),
        },
        inputs={"layers": layers},
    )


@points("parameters_formula", 1)
def test_parameters_formula(answer):
    """One valid convolution and one dense unit on an H×W grey image"""
    same_formula(
        answer.parameters_formula,
        "K*(k**2 + 1) + K*(H - k + 1)*(W - k + 1) + 1",
        "H W K k",
        hint="K kernels with a bias each, then one weight for every number in the K maps, and one bias",
        mistakes={
            "the map is smaller than the image: a valid k×k convolution leaves (H − k + 1) × (W − k + 1)": (
                "K*(k**2 + 1) + K*H*W + 1"
            ),
            "the dense unit has a bias too: 1 is missing": "K*(k**2 + 1) + K*(H - k + 1)*(W - k + 1)",
            "the kernels' biases are missing: one for each of the K": "K*k**2 + K*(H - k + 1)*(W - k + 1) + 1",
            "biases not counted: K for the kernels and 1 for the dense unit": "K*k**2 + K*(H - k + 1)*(W - k + 1)",
            "the dense unit sees all K maps, not one": "K*(k**2 + 1) + (H - k + 1)*(W - k + 1) + 1",
            "K kernels share nothing: each has its own k² weights": "k**2 + 1 + K*(H - k + 1)*(W - k + 1) + 1",
            "H − k is one short: a 3×3 kernel fits once in a 3×3 image, H − k + 1 times": (
                "K*(k**2 + 1) + K*(H - k)*(W - k) + 1"
            ),
            "a kernel's bias is one number, not one for each pixel of its map": (
                "K*k**2 + K*(H - k + 1)*(W - k + 1)*2 + 1"
            ),
        },
    )


# softmax_cross_entropy


def _keras_cross_entropy(logits, labels, dtype="float32"):
    losses = keras.losses.sparse_categorical_crossentropy(
        keras.ops.convert_to_tensor(labels), keras.ops.cast(logits, dtype), from_logits=True
    )
    return keras.ops.mean(losses)


def _scores(rng, scale=2.0):
    examples, classes = int(rng.integers(3, 7)), int(rng.integers(4, 11))
    return scale * rng.normal(size=(examples, classes)), rng.integers(0, classes, examples)


def _softmax(logits) -> np.ndarray:
    return keras.ops.convert_to_numpy(keras.ops.softmax(keras.ops.convert_to_tensor(logits, "float32")))


def _loss_and_gradient(answer, logits, labels) -> tuple:
    got = answer.softmax_cross_entropy(logits, labels)
    holds(isinstance(got, (tuple, list)) and len(got) == 2, "return two values: (loss, gradient)", got=got)
    holds(np.ndim(got[0]) == 0, "the loss is one number: the mean of the images' losses", got=got[0])
    return got


@points("softmax_cross_entropy", 0.5)
def test_cross_entropy_loss(answer, rng):
    """The loss is Keras' mean cross-entropy"""
    logits, labels = _scores(rng)
    expected = float(_keras_cross_entropy(logits, labels))
    probabilities = _softmax(logits)
    right = probabilities[np.arange(len(labels)), labels]
    close(
        _loss_and_gradient(answer, logits, labels)[0],
        expected,
        mistakes={
            "sum instead of mean: divide by the number of images N": expected * len(labels),
            "sign lost: the loss is minus the logarithm, and never negative": -expected,
            "logarithm to base 2 (or 10): use the natural one, np.log": expected / np.log(2),
            "base 10 logarithm: use the natural one, np.log": expected / np.log(10),
            "divided by N·C: the mean is over images, not over classes": expected / logits.shape[1],
            "this is the mean of 1 − p; the cross-entropy is the mean of −log p": float(np.mean(1 - right)),
            "softmax over the wrong axis: the classes of one image share its probability (axis 1)": lambda: float(
                np.mean(-np.log(_softmax(logits.T).T[np.arange(len(labels)), labels]))
            ),
        },
        inputs={"logits": logits, "labels": labels},
        **NUMERIC,
    )


@points("softmax_cross_entropy", 1)
def test_cross_entropy_gradient(answer, rng):
    """The gradient is what automatic differentiation finds"""
    logits, labels = _scores(rng)
    (expected,) = gradients(lambda scores: _keras_cross_entropy(scores, labels), logits)
    probabilities = _softmax(logits)
    close(
        _loss_and_gradient(answer, logits, labels)[1],
        expected,
        hint="the probabilities, less 1 at the right class, divided by N",
        mistakes={
            "gradient not divided by N: the loss is a mean, so each image has 1/N of it": expected * len(labels),
            "the 1 of the right class is not subtracted: p − 1 there": probabilities / len(labels),
            "p alone: subtract 1 at the right class, and divide by N": probabilities,
            "sign lost: the gradient points uphill, so it is p, less 1 at the right class": -expected,
            "softmax over the wrong axis: the classes of one image share its probability (axis 1)": lambda: (
                expected - (probabilities - _softmax(logits.T).T) / len(labels)
            ),
            "divided by N·C: the mean is over images, not over classes": expected / logits.shape[1],
        },
        inputs={"logits": logits, "labels": labels},
        **NUMERIC,
    )


@points("softmax_cross_entropy", 0.5)
def test_cross_entropy_is_stable(answer, rng):
    """Scores of ±1,000 give finite, right numbers"""
    logits, labels = _scores(rng, 1000.0)
    expected = float(_keras_cross_entropy(logits, labels))
    (gradient,) = gradients(lambda scores: _keras_cross_entropy(scores, labels), logits)
    loss, got = _loss_and_gradient(answer, logits, labels)
    unstable = (
        "unstable: exp(1000) overflows and log(0) is −∞. Subtract each row's largest score before exp, and take the "
    )
    unstable += "logarithm of the sum, never of a probability"
    holds(
        np.isfinite(loss) and np.isfinite(got).all(), unstable, inputs={"logits": logits}, expected=expected, got=loss
    )
    clipped = "the value is off although it is finite: a clipped probability hides how wrong a prediction is"
    close(loss, expected, hint=clipped, inputs={"logits": logits, "labels": labels}, rtol=1e-3)
    same = "here too the gradient is the probabilities, less 1 at the right class, divided by N"
    close(got, gradient, hint=same, inputs={"logits": logits}, **NUMERIC)


@points("initial_loss", 0.5)
def test_initial_loss(answer):
    """The loss before any training, with ten classes"""
    close(
        answer.initial_loss,
        np.log(10),
        hint="every class has probability 1/10, so the loss is −log(1/10)",
        mistakes={
            "the natural logarithm: −ln(1/10), not −log₁₀(1/10)": 1.0,
            "this is the probability, or the accuracy, of a guess; the loss is its −ln": 0.1,
            "base 2: use the natural logarithm": np.log2(10),
            "the loss is −ln p, which is positive for p < 1": -np.log(10),
        },
        rtol=0.005,
    )


# conv_dense_gradients


def _small_network(rng):
    size, k, filters = (int(rng.integers(6, 9)), int(rng.integers(9, 12))), 3, int(rng.integers(2, 4))
    maps = (size[0] - k + 1, size[1] - k + 1, filters)
    image = rng.normal(size=size)
    kernels = 0.5 * rng.normal(size=(k, k, filters))
    kernel_biases = 0.3 * rng.normal(size=filters)
    weights = 0.2 * rng.normal(size=maps)
    return image, kernels, kernel_biases, weights, 0.1 * float(rng.normal())


def _derived(image, label, *parameters, activation=keras.ops.relu):
    def loss(kernels, kernel_biases, weights, bias):
        sums = keras.ops.conv(
            keras.ops.convert_to_tensor(image[None, :, :, None], "float32"),
            kernels[:, :, None, :],
            padding="valid",
            data_format="channels_last",
        )
        score = keras.ops.sum(activation(sums + kernel_biases)[0] * weights) + bias
        return keras.ops.softplus(score) - label * score  # binary cross-entropy of sigmoid(score)

    return gradients(loss, *parameters)


NAMES = ("kernels", "kernel_biases", "weights", "bias")


def _part(answer, rng, part, mistakes) -> None:
    """Compare one of the four gradients with autodiff, for both labels; ``mistakes`` gets (derived, network, label)."""
    for label in (1, 0):
        network = _small_network(rng)
        derived = _derived(network[0], label, *network[1:])
        got = answer.conv_dense_gradients(network[0], label, *network[1:])
        holds(
            isinstance(got, (tuple, list)) and len(got) == 4,
            "return four gradients: kernels, kernel_biases, weights, bias",
            got=got,
        )
        close(
            got[part],
            derived[part],
            hint=f"the gradient with respect to {NAMES[part]} is not what automatic differentiation finds",
            mistakes=mistakes(derived, network, label),
            inputs={"image": network[0], "label": label, **dict(zip(NAMES, network[1:], strict=True))},
            rtol=1e-3,
            atol=1e-5,
        )


def _straight_through(sums):
    """A ReLU whose slope is 1 everywhere on the way back."""
    return sums + keras.ops.stop_gradient(keras.ops.relu(sums) - sums)


def _wrong_networks(network, label, part) -> dict:
    """Return hint → the gradient, computed when asked for, of networks whose ReLU is wrong."""
    image, *parameters = network

    def gradient(activation):
        return _derived(image, label, *parameters, activation=activation)[part]

    return {
        "the ReLU's gate is forgotten: where the sum was negative, nothing flows back": (
            lambda: gradient(_straight_through)
        ),
        "the ReLU is left out: a negative sum becomes 0 before the dense unit": lambda: gradient(lambda sums: sums),
    }


def _error_mistakes(derived, network, label, part) -> dict:
    slope = (float(derived[3]) + label) * (1 - float(derived[3]) - label)  # p · (1 − p)
    return {
        "sign lost: for sigmoid and cross-entropy the error is prediction − label": -derived[part],
        "p·(1 − p) has no place here: with cross-entropy it cancels, and the error is just prediction − label": (
            derived[part] * slope
        ),
        **_wrong_networks(network, label, part),
    }


@points("conv_dense_gradients", 0.5)
def test_gradient_of_the_dense_unit(answer, rng):
    """Dense weights and bias: prediction minus label, times what came in"""

    def of_weights(derived, network, label):
        image, kernels, kernel_biases, *_ = network
        sums = _keras_conv(image[:, :, None], kernels[:, :, None, :], kernel_biases)
        seen = "the dense unit sees the maps after the ReLU: negative sums are 0 there"
        return {seen: derived[3] * sums, **_error_mistakes(derived, network, label, 2)}

    _part(answer, rng, 3, partial(_error_mistakes, part=3))
    _part(answer, rng, 2, of_weights)


@points("conv_dense_gradients", 1)
def test_gradient_of_the_kernels(answer, rng):
    """Kernels: each tap collects error × weight × pixel from every place where the ReLU is open"""

    def mistakes(derived, network, label):
        right = derived[0]
        return {
            "kernel flipped: d loss / d kernel[a, b] pairs place (i, j) with pixel (i + a, j + b)": right[::-1, ::-1],
            "taps transposed: the first axis goes down the rows": right.swapaxes(0, 1),
            "a sum over all places, not a mean": right / np.prod(network[3].shape[:2]),
            **_error_mistakes(derived, network, label, 0),
        }

    _part(answer, rng, 0, mistakes)


@points("conv_dense_gradients", 0.5)
def test_gradient_of_the_kernel_biases(answer, rng):
    """Kernel biases: the error that reaches a map, added up over all its places"""

    def mistakes(derived, network, label):
        return {
            "a sum over all places, not a mean": derived[1] / np.prod(network[3].shape[:2]),
            "one bias serves a whole map: add up its places, map by map": float(np.sum(derived[1])),
            **_error_mistakes(derived, network, label, 1),
        }

    _part(answer, rng, 1, mistakes)


# build_mnist_cnn and build_cifar_cnn


ACTIVATIONS = (
    "relu",
    "softmax",
    "sigmoid",
    "tanh",
    "leakyrelu",
    "leaky_relu",
    "elu",
    "selu",
    "gelu",
    "silu",
    "unknown",
)


def _parts(model) -> list:
    """Return a model's layers and operations in order, those of nested models in place."""
    parts = getattr(model, "operations", None) or model.layers
    return [leaf for part in parts for leaf in (_parts(part) if isinstance(part, keras.Model) else [part])]


def _activations(model) -> list[str]:
    """Return the activations in order: those inside layers, and layers or operations that are one."""
    found = []
    for part in _parts(model):
        kind = type(part).__name__.lower()
        inner = getattr(part, "activation", None)
        found.append(kind if inner is None else getattr(inner, "__name__", "unknown"))
    return [name for name in found if name in ACTIVATIONS]


def _dropouts(model) -> list[float]:
    return [round(float(layer.rate), 4) for layer in _parts(model) if isinstance(layer, keras.layers.Dropout)]


def _is_model(model, name) -> None:
    holds(isinstance(model, keras.Model), f"{name} must return a keras.Model", got=type(model).__name__)
    hint = "the network does not know yet what comes in: start it with keras.Input((height, width, channels))"
    holds(bool(model.built), hint)


def _last_pooling(model):
    pools = [layer for layer in _parts(model) if isinstance(layer, keras.layers.MaxPooling2D)]
    holds(pools, "there is no MaxPooling2D layer")
    return pools[-1]


def _shapes(model, input_shape, classes=10) -> None:
    equal(model.input_shape, (None, *input_shape), hint=f"images come in as {input_shape}")
    equal(model.output_shape, (None, classes), hint="one probability per class")


def _field(model, size, stride) -> None:
    field = receptive_field(model, _last_pooling(model))
    equal(
        (_square(field.size), _square(field.stride)),
        (size, stride),
        hint="field and step, in pixels, of a unit after the last pooling: check kernel sizes and the poolings",
    )


@points("build_mnist_cnn", 0.5)
def test_mnist_cnn_counts(answer):
    """225,034 parameters, all trained; 28×28×1 in, 10 out"""
    model = answer.build_mnist_cnn()
    _is_model(model, "build_mnist_cnn")
    equal(
        model.count_params(),
        225_034,
        hint="compare model.summary() with your count_parameters, layer by layer",
        mistakes={
            "padding 'same' keeps 7×7 maps for the dense layer; here the convolutions are unpadded (5×5)": 421_642,
            "the dense layer of 128 units is missing": 34_826,
            "the second convolution has 64 filters, twice as many as the first": 113_386,
            "a pooling is missing after the second convolution: 5×5 maps reach the dense layer": 1_011_466,
            "a pooling is missing after the first convolution: 5×5 maps reach the dense layer": 1_199_882,
            "the kernels are 3×3, not 5×5": 184_586,
            "biases not counted, or turned off: Keras' layers have them unless use_bias=False": 224_800,
        },
    )
    equal(
        sum(int(np.prod(weight.shape)) for weight in model.trainable_weights),
        225_034,
        hint="every parameter is trained",
    )
    _shapes(model, (28, 28, 1))


@points("build_mnist_cnn", 0.5)
def test_mnist_cnn_field(answer):
    """A unit after the last pooling sees 10 pixels; neighbours are 4 apart"""
    model = answer.build_mnist_cnn()
    _is_model(model, "build_mnist_cnn")
    _field(model, 10, 4)


@points("build_mnist_cnn", 0.5)
def test_mnist_cnn_activations(answer):
    """ReLU inside, softmax at the end"""
    model = answer.build_mnist_cnn()
    _is_model(model, "build_mnist_cnn")
    equal(
        _activations(model),
        ["relu", "relu", "relu", "softmax"],
        hint="wrong activation: ReLU after both convolutions and the first dense layer, softmax over the ten scores",
    )


@points("build_cifar_cnn", 0.5)
def test_cifar_cnn_counts(answer):
    """1,172,410 parameters; 32×32×3 in, 10 out"""
    model = answer.build_cifar_cnn()
    _is_model(model, "build_cifar_cnn")
    equal(
        model.count_params(),
        1_172_410,
        hint="compare model.summary() with your count_parameters, layer by layer",
        mistakes={
            "padding: every second convolution is unpadded ('valid'); here all are 'same'": 2_352_058,
            "the dense layer of 256 units is missing": 1_043_642,
            "the dense layer of 512 units is missing": 844_218,
        },
    )
    _shapes(model, (32, 32, 3))


@points("build_cifar_cnn", 0.5)
def test_cifar_cnn_field(answer):
    """A unit after the last pooling sees 36 pixels; neighbours are 8 apart"""
    model = answer.build_cifar_cnn()
    _is_model(model, "build_cifar_cnn")
    _field(model, 36, 8)


@points("build_cifar_cnn", 0.5)
def test_cifar_cnn_padding_alternates(answer):
    """Maps of 32, 30, 15, 13, 6 and 4 pixels: same and valid take turns"""
    model = answer.build_cifar_cnn()
    _is_model(model, "build_cifar_cnn")
    convolutions = [layer for layer in _parts(model) if isinstance(layer, keras.layers.Conv2D)]
    equal(
        [layer.filters for layer in convolutions], [48, 48, 96, 96, 192, 192], hint="filters: 48, 48, 96, 96, 192, 192"
    )
    equal(
        [layer.output.shape[1] for layer in convolutions],
        [32, 30, 15, 13, 6, 4],
        hint="in each pair the first convolution is padded ('same'), the second is not ('valid')",
    )


@points("build_cifar_cnn", 0.5)
def test_cifar_cnn_dropout(answer):
    """Dropout ¼ after each pooling and ½ after each hidden dense layer; ReLU and softmax"""
    model = answer.build_cifar_cnn()
    _is_model(model, "build_cifar_cnn")
    equal(
        _dropouts(model),
        [0.25, 0.25, 0.25, 0.5, 0.5],
        hint="missing dropout, or another rate: 0.25 after each of three poolings, 0.5 after each hidden dense layer",
    )
    equal(
        _activations(model), ["relu"] * 8 + ["softmax"], hint="wrong activation: ReLU eight times, softmax at the end"
    )


# Training


@points("learning_rates", 0.5)
def test_learning_rates(answer):
    """1, 0.3, 0.1, 0.03, 0.01 …"""
    for count in (1, 4, 9):
        ladder = [1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001][:count]
        close(
            answer.learning_rates(count),
            ladder,
            hint="1 and 0.3, then both divided by 10, again and again",
            mistakes={
                "divided by 3 exactly; the ladder is rounded: 1, 0.3, 0.1, so that two steps make a factor of 10": [
                    3.0**-step for step in range(count)
                ],
                "divided by 10; there is a step of 0.3 between": [10.0**-step for step in range(count)],
                "the ladder starts at 1": [*ladder[1:], ladder[-1] / 3],
                "largest first": ladder[::-1],
            },
            inputs={"count": count},
            rtol=1e-6,
            atol=0,
        )


@points("pick_learning_rate", 0.5)
def test_pick_learning_rate(answer, rng):
    """The rate with the lowest loss; a diverged run (nan, inf) never wins"""
    rates = [1.0, 0.3, 0.1, 0.03, 0.01, 0.003]
    order = rng.permutation([0.21, 0.35, 0.9, 2.3])
    losses = [float("nan"), float("inf"), *(float(loss) for loss in order)]
    best = rates[int(np.nanargmin(losses))]
    equal(
        answer.pick_learning_rate(rates, losses),
        best,
        hint="return the rate, not the loss or its index, of the lowest finite loss",
        mistakes={
            "nan is not the smallest loss: np.argmin and min() stumble over it, so drop what is not finite": 1.0,
            "an infinite loss is the worst, not the best": 0.3,
            "this is the loss; return the learning rate that gave it": float(np.nanmin(losses)),
            "this is the index; return the learning rate": int(np.nanargmin(losses)),
            "the lowest loss wins, not the highest": rates[2 + int(np.argmax(order))],
        },
        inputs={"rates": rates, "losses": losses},
    )


def _keras_early_stopping(losses, patience) -> tuple[int, int]:
    stopping = keras.callbacks.EarlyStopping("val_loss", patience=patience)
    model = types.SimpleNamespace(stop_training=False)
    stopping.set_model(model)
    stopping.on_train_begin()
    for epoch, loss in enumerate(losses):
        stopping.on_epoch_end(epoch, {"val_loss": loss})
        if model.stop_training:
            break
    return epoch, int(stopping.best_epoch)


@points("early_stopping_epoch", 0.5)
def test_early_stopping(answer, rng):
    """Stops when `patience` epochs in a row have brought nothing better, as Keras does"""
    for patience in (3, 1, 2):
        losses = [float(loss) for loss in 1 / np.arange(1, 7) + 0.1 * rng.random(6)]
        losses += [float(loss) for loss in losses[-1] + 0.2 + 0.1 * rng.random(patience + 3)]
        stopped, best = expected = _keras_early_stopping(losses, patience)
        wrong = {
            "one epoch too late: the run ends with the last of `patience` bad epochs in a row": (stopped + 1, best),
            "one epoch too early: `patience` bad epochs are needed": (stopped - 1, best),
            "epochs are counted from 0, like list indices": (stopped + 1, best + 1),
            "return (last epoch run, best epoch), in this order": (best, stopped),
            "patience ignored: one bad epoch is no reason to stop": _keras_early_stopping(losses, 1),
        }
        equal(
            answer.early_stopping_epoch(losses, patience),
            expected,
            mistakes={hint: value for hint, value in wrong.items() if value != expected},
            hint="count epochs since the best one; stop when the count reaches the patience",
            inputs={"val_losses": losses, "patience": patience},
        )


@points("early_stopping_epoch", 0.5)
def test_early_stopping_waits_for_the_best(answer):
    """Better than the last epoch is not better than the best; a run may also never stop"""
    cases = (
        ([1.0, 0.5, 0.9, 0.7, 0.6, 0.4], 3, "compare with the best loss so far, not with the previous one"),
        ([1.0, 0.8, 0.9, 0.7, 0.8, 0.6, 0.7, 0.65], 2, "the count starts again at 0 when a new best loss comes"),
        ([1.0, 0.9, 0.8, 0.7], 2, "losses that keep falling never stop the run: its last epoch is len − 1"),
        ([0.5, 0.5, 0.5, 0.5], 2, "an equal loss is no improvement"),
    )
    for losses, patience, hint in cases:
        equal(
            answer.early_stopping_epoch(losses, patience),
            _keras_early_stopping(losses, patience),
            hint=hint,
            inputs={"val_losses": losses, "patience": patience},
        )


@points("sign_of_overfitting", 0.5)
def test_sign_of_overfitting(answer):
    """What overfitting looks like on the two curves"""
    reasons = {
        "A": "when both fall, the network still learns what also holds for new images: go on",
        "B": "when neither falls, it learns nothing: underfitting, or a wrong learning rate",
        "D": "a training loss above the validation loss is usual with dropout, which is off during validation",
    }
    one_letter(answer.sign_of_overfitting, "C", reasons)


@points("augment_shift", 0.5)
def test_augment_shift_moves_images(answer, rng):
    """Each image is moved whole, and zeros fill what it leaves"""
    images = rng.uniform(0.1, 1, size=(12, 9, 11, 1)).astype("float32")
    moved = answer.augment_shift(images, 2, int(rng.integers(1000)))
    equal(np.shape(moved), images.shape, hint="the shape stays as it is: (N, H, W, C)")
    for image, result in zip(images, moved, strict=True):
        shown = {"inputs": {"image": image, "max_shift": 2}, "got": result}
        ((shift, wrapped),) = _shifts(image, [result], 8)
        hint = "wrapped around: what leaves on one side must not come back on the other (np.roll does that)"
        holds(not wrapped, hint, **shown)
        holds(shift is not None, "this is not the image moved whole, with zeros in the gap", **shown)


@points("augment_shift", 0.5)
def test_augment_shift_draws_every_shift(answer, rng):
    """All (2m + 1)² shifts occur; each image gets its own; the same seed gives the same shifts"""
    images = rng.uniform(0.1, 1, size=(1, 7, 8, 1)).astype("float32").repeat(400, axis=0)
    seed = int(rng.integers(1000))
    moved = answer.augment_shift(images, 2, seed)
    shifts = {shift for shift, _ in _shifts(images[0], moved, 6)}
    holds(None not in shifts, "some images are not moved whole, with zeros in the gap")
    got = f"{len(shifts)} shifts (down, right): {sorted(shifts)}"
    holds(len(shifts) > 1, "every image got the same shift: draw a new one for each", got=got)
    holds(max(abs(step) for shift in shifts for step in shift) <= 2, "a shift was larger than max_shift", got=got)
    holds(any(dy != dx for dy, dx in shifts), "rows and columns got the same shift: draw two numbers", got=got)
    holds(min(map(min, shifts)) < 0, "images only move down and right: draw from −max_shift on", got=got)
    hint = "not every shift from −2 to 2 comes up: rng.integers leaves out its upper end unless told otherwise"
    holds(len(shifts) == 25, hint, expected="25 shifts", got=got)
    again, other = answer.augment_shift(images, 2, seed), answer.augment_shift(images, 2, seed + 1)
    close(again, moved, hint="the same seed must give the same shifts: use default_rng(seed)")
    holds(not np.array_equal(other, moved), "another seed must give other shifts: did you pass the seed on?")


def _shifts(image, results, most) -> list[tuple[tuple[int, int] | None, bool]]:
    """Return for each result how far it is ``image`` moved (down, right), or None; and whether it wrapped around.

    Shifts of up to ``most`` pixels are tried; what comes in at a border must be 0.
    """
    height, width = image.shape[:2]
    padded = np.pad(image, ((most, most), (most, most), (0, 0)))
    span = range(-most, most + 1)
    steps = sorted(((dy, dx) for dy in span for dx in span), key=lambda step: max(map(abs, step)))
    moved = np.array([padded[most - dy :, most - dx :][:height, :width] for dy, dx in steps])
    rolled = None
    found = []
    for result in results:
        same = np.flatnonzero(np.abs(moved - result).max(axis=(1, 2, 3)) < 1e-6)
        if len(same):
            found.append((steps[same[0]], False))
            continue
        if rolled is None:
            rolled = np.array([np.roll(image, step, (0, 1)) for step in steps])
        found.append((None, bool(np.abs(rolled - result).max(axis=(1, 2, 3)).min() < 1e-6)))
    return found

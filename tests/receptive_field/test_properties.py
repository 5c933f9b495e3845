"""On random graphs the analytic field of each unit is exactly the box around where its gradient is not zero."""

import keras
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, note, reject, settings
from hypothesis import strategies as st
from keras import layers, ops

from course.receptive_field import bounding_interval, receptive_field
from course.receptive_field.analysis import Analysis
from course.receptive_field.errors import ReceptiveFieldError
from course.receptive_field.footprint import GradientProbe

LARGEST = 40  # positions along an axis, so that a gradient stays cheap


@st.composite
def graphs(draw, kinds=None, dimensions=(1, 1, 2, 2, 2, 3), size=(6, 20), largest=LARGEST):
    """Draw a functional model with one input and one output that has spatial positions."""
    rank = draw(st.sampled_from(dimensions))
    sizes = [draw(st.integers(size[0], size[1] if rank < 3 else 8)) for _ in range(rank)]
    inputs = keras.Input((*sizes, 2))
    pool = [inputs]
    for _ in range(draw(st.integers(1, 6 if rank < 3 else 3))):
        x = draw(st.sampled_from(pool[-3:]))
        y = draw(st.sampled_from(kinds or ALL))(draw, x, pool, rank)
        if y is not None and all(0 < n <= largest for n in y.shape[1:-1]):
            pool.append(y)
    return keras.Model(inputs, pool[-1] if len(pool) > 1 else layers.ReLU()(inputs))


def _each(draw, strategy, rank):
    return tuple(draw(strategy) for _ in range(rank))


def _layer(name, rank):
    return getattr(layers, f"{name}{rank}D")


def convolution(draw, x, pool, rank):
    """A convolution: strided or dilated, not both (Keras refuses that), of any padding."""
    kernel = _each(draw, st.integers(1, 4), rank)
    strides, dilation = draw(st.sampled_from([(1, 1), (2, 1), (3, 1), (1, 2), (1, 3)]))
    padding = draw(st.sampled_from(["valid", "same"] + ["causal"] * (rank == 1)))
    if padding != "same" and any((k - 1) * dilation >= n for k, n in zip(kernel, x.shape[1:-1])):
        padding = "same"
    return _layer("Conv", rank)(2, kernel, strides, padding, dilation_rate=dilation)(x)


def separable(draw, x, pool, rank):
    """A depthwise or a separable convolution."""
    if rank > 2:
        return None
    name = draw(st.sampled_from(["DepthwiseConv", "SeparableConv"]))
    filters = [2] if name == "SeparableConv" else []
    return _layer(name, rank)(*filters, draw(st.integers(1, 3)), draw(st.integers(1, 2)), "same")(x)


def pooling(draw, x, pool, rank):
    """Maximum or average pooling, gaps and overlaps included."""
    size = draw(st.integers(1, 3))
    padding = "same" if any(size > n for n in x.shape[1:-1]) else draw(st.sampled_from(["valid", "same"]))
    name = draw(st.sampled_from(["MaxPooling", "AveragePooling"]))
    return _layer(name, rank)(size, draw(st.integers(1, 3)), padding)(x)


def transposed(draw, x, pool, rank):
    """A transposed convolution, with holes where the stride exceeds the kernel."""
    kernel, stride = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    return getattr(layers, f"Conv{rank}DTranspose")(2, kernel, stride, draw(st.sampled_from(["valid", "same"])))(x)


def upsampling(draw, x, pool, rank):
    """Nearest or bilinear upsampling."""
    factor = draw(st.integers(1, 3))
    if rank != 2:
        return _layer("UpSampling", rank)(factor)(x)
    interpolation = draw(st.sampled_from(["nearest", "bilinear", "bicubic"]))
    return layers.UpSampling2D((factor, draw(st.integers(1, 3))), interpolation=interpolation)(x)


def zero_padding(draw, x, pool, rank):
    """Zeros around, more on one side: some units may see nothing else."""
    widths = [_each(draw, st.integers(0, 3), 2) for _ in range(rank)]
    return _layer("ZeroPadding", rank)(widths[0] if rank == 1 else tuple(widths))(x)


def slicing(draw, x, pool, rank):
    """A strided slice."""
    key = [slice(None)]
    for size in x.shape[1:-1]:
        start = draw(st.integers(0, min(2, size - 1)))
        key.append(slice(start, None, draw(st.integers(1, 2))))
    return x[tuple(key)]


def merging(draw, x, pool, rank):
    """Two branches cropped to one size, then added, multiplied or concatenated."""
    other = draw(st.sampled_from(pool))
    sizes = [min(a, b) for a, b in zip(x.shape[1:-1], other.shape[1:-1])]
    parts = []
    for part in (x, other):
        starts = [draw(st.integers(0, min(2, n - size))) for n, size in zip(part.shape[1:-1], sizes)]
        crops = [(a, n - size - a) for a, n, size in zip(starts, part.shape[1:-1], sizes)]
        parts.append(_layer("Cropping", rank)(crops[0] if rank == 1 else tuple(crops))(part))
    kind = draw(st.sampled_from([layers.Add, layers.Multiply, layers.Concatenate]))
    if kind is layers.Concatenate:
        return layers.Dense(2)(kind()(parts))
    return kind()(parts)


def operation(draw, x, pool, rank):
    """Nodes of keras.ops that keep positions."""
    return draw(st.sampled_from([ops.relu, ops.abs, lambda t: t * 0.5 + 1.0, lambda t: ops.expand_dims(t, 1)[:, 0]]))(x)


def mirrored(draw, x, pool, rank):
    """Padding by reflection: what lies outside repeats what is inside."""
    before, after = draw(st.integers(0, 2)), draw(st.integers(0, 2))
    if any(n <= 2 for n in x.shape[1:-1]):
        return None
    mode = draw(st.sampled_from(["reflect", "symmetric"]))
    return ops.pad(x, [(0, 0), *[(before, after)] * rank, (0, 0)], mode=mode)


def gate(draw, x, pool, rank):
    """Squeeze and excite: each unit is scaled by the mean of all."""
    return layers.Multiply()([x, _layer("GlobalAveragePooling", rank)(keepdims=True)(x)])


def flip(draw, x, pool, rank):
    """The image reversed along one axis."""
    return ops.flip(x, axis=draw(st.integers(1, rank)))


def adaptive(draw, x, pool, rank):
    """Adaptive pooling to any smaller size."""
    sizes = tuple(draw(st.integers(1, n)) for n in x.shape[1:-1])
    return _layer("AdaptiveAveragePooling", rank)(sizes[0] if rank == 1 else sizes)(x)


ALIGNED = [convolution, convolution, separable, pooling, transposed, upsampling]
ALL = [*ALIGNED, convolution, transposed, zero_padding, slicing, merging, merging, operation, mirrored]
ALL += [gate, flip, adaptive]

EXAMPLES = 250
UNITS = 12  # of each graph, in one batch
# The same graphs in each run: a failure is found again.
SLOW = {"deadline": None, "suppress_health_check": list(HealthCheck), "derandomize": True}


def some_positions(shape, count):
    """First, last and random positions of a map."""
    random = np.random.default_rng(0)
    positions = [tuple(0 for _ in shape), tuple(n - 1 for n in shape)]
    positions += [tuple(int(random.integers(n)) for n in shape) for _ in range(count - 2)]
    return sorted(set(positions))


def describe(model):
    """Return a graph in words, for what Hypothesis reports."""
    lines = []
    for op in model.operations:
        config = op.get_config() if hasattr(op, "get_config") else {}
        names = ("kernel_size", "pool_size", "strides", "padding", "cropping", "dilation_rate", "size", "axis")
        settings = {name: config[name] for name in names if name in config}
        for node in op._inbound_nodes:
            read = [t._keras_history.operation.name for t in node.input_tensors]
            lines.append(f"{op.name}{settings} {read} -> {[t.shape for t in node.output_tensors]}")
    return "\n".join(lines)


@pytest.mark.slow
@settings(max_examples=EXAMPLES, **SLOW)
@given(model=graphs())
def test_intervals_equal_gradient_footprints(model):
    note(describe(model))
    positions = some_positions(model.output_shape[1:-1], UNITS)
    try:
        field = receptive_field(model)
    except ReceptiveFieldError as error:
        if not str(error).startswith("no unit of"):
            raise
        reject()  # nothing but padding is left
    analysis = Analysis(model)
    probe = GradientProbe(analysis, analysis.output(None), positive=True)
    footprints = probe.gradients(positions) != 0
    found = [field.at(position) for position in positions]
    assert found == [bounding_interval(footprint) for footprint in footprints]


@settings(max_examples=200, **SLOW)
@given(model=graphs(ALIGNED, dimensions=(1,), size=(300, 330), largest=3000))
def test_far_from_borders_a_unit_sees_what_it_would_without_borders(model):
    note(describe(model))
    field = receptive_field(model)
    assume(field.size[0] < 100)
    count = model.output_shape[1]
    for position in range(count // 2, min(count // 2 + 7, count)):
        endless = field.at(position, clip=False)
        assert field.at(position) == (endless if endless[0].size else ((0, 0),))
        if not field.varies[0] and endless[0].size:
            start = position * field.stride[0] - field.padding[0]
            assert endless[0].size == field.size[0]
            assert abs(endless[0].start - start) < 1

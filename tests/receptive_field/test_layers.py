"""Every family of layers, by hand: small cases whose answer can be counted on paper."""

import keras
import numpy as np
import pytest
from keras import layers, ops

from course.backend.weightless import graph_only
from course.receptive_field import (
    Transposed,
    UnknownLayerError,
    Window,
    bounding_interval,
    gradient_footprint,
    pointwise,
    receptive_field,
    rule,
    windows,
)


def sequential(shape, *stack):
    """A Sequential model; sizes are small, so weights cost nothing."""
    return keras.Sequential([keras.Input(shape), *stack])


def along_x(field):
    """Size, stride and padding of the last dimension."""
    return field.size[-1], field.stride[-1], field.padding[-1]


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (layers.Conv1D(2, 5), (5, 1, 0)),
        (layers.Conv1D(2, 5, padding="same"), (5, 1, 2)),
        (layers.Conv1D(2, 3, padding="causal", dilation_rate=4), (9, 1, 8)),
        (layers.Conv1D(2, 3, strides=2, padding="same"), (3, 2, 0)),  # an even size: TensorFlow pads on the right
        (layers.SeparableConv1D(2, 3), (3, 1, 0)),
        (layers.DepthwiseConv1D(3, dilation_rate=2), (5, 1, 0)),
        (layers.MaxPooling1D(3), (3, 3, 0)),
        (layers.AveragePooling1D(3, strides=2), (3, 2, 0)),
        (layers.ZeroPadding1D((2, 1)), (1, 1, 2)),
        (layers.Cropping1D((2, 1)), (1, 1, -2)),
        (layers.Dense(3), (1, 1, 0)),
        (layers.LayerNormalization(), (1, 1, 0)),
        (layers.EinsumDense("abc,cd->abd", (None, 3)), (1, 1, 0)),
        (layers.Dropout(0.5), (1, 1, 0)),
    ],
)
def test_one_layer_on_a_signal(layer, expected):
    assert along_x(receptive_field(sequential((16, 2), layer))) == expected


@pytest.mark.parametrize("interpolation", ["nearest", "bilinear"])
def test_upsampling_has_a_stride_of_a_half(interpolation):
    field = receptive_field(sequential((8, 8, 1), layers.UpSampling2D(2, interpolation=interpolation)))
    assert field.stride == (0.5, 0.5)
    assert field.size == ((1, 1) if interpolation == "nearest" else (2, 2))
    assert not any(field.varies)


def test_a_kernel_that_the_stride_does_not_divide_varies():
    """Why checkerboards appear: of a transposed 3×3 at stride 2, every other unit sees two inputs."""
    field = receptive_field(sequential((8, 8, 1), layers.Conv2DTranspose(1, 3, 2)))
    assert field.sizes == ((1, 2), (1, 2))
    assert field.varies == (True, True)
    assert [field.at((p, 0))[0].size for p in range(5)] == [1, 1, 2, 1, 2]


def test_a_transposed_convolution_with_holes_has_units_that_see_nothing():
    field = receptive_field(sequential((4, 1), layers.Conv1DTranspose(1, 1, 3)))
    assert [field.at(p) for p in range(4)] == [((0, 1),), ((0, 0),), ((0, 0),), ((1, 2),)]
    assert field.varies == (True,)


def test_3d():
    field = receptive_field(sequential((8, 9, 10, 1), layers.Conv3D(1, (1, 2, 3)), layers.MaxPooling3D((1, 2, 2))))
    assert field.size == (1, 3, 4)
    assert field.stride == (1, 2, 2)


def test_channels_first():
    stack = [layers.Conv2D(2, 3, strides=2, data_format="channels_first"), layers.ReLU()]
    stack += [layers.MaxPooling2D(2, data_format="channels_first")]
    field = receptive_field(sequential((3, 32, 40), *stack))
    assert field.size == (5, 5)
    assert field.stride == (4, 4)
    assert field.at((0, 8))[1] == (32, 37)  # the last of 9 columns; there are only 7 rows


@pytest.mark.parametrize("head", [layers.Flatten(), layers.GlobalAveragePooling2D(), layers.GlobalMaxPooling2D()])
def test_heads_see_the_whole_extent(head):
    field = receptive_field(sequential((9, 9, 1), layers.Conv2D(1, 2, strides=2), head, layers.Dense(3)))
    assert field.whole == (True, True)
    assert field.size == (8, 8)  # the ninth row is read by no convolution
    assert field.stride == (0, 0)
    assert field.at() == ((0, 8), (0, 8))


def test_squeeze_and_excite_sees_the_whole_image_unless_gates_are_left_out():
    inputs = keras.Input((12, 12, 2))
    x = layers.Conv2D(2, 3)(inputs)
    gate = layers.Dense(2)(layers.GlobalAveragePooling2D(keepdims=True)(x))
    model = keras.Model(inputs, layers.Multiply()([x, gate]))
    assert receptive_field(model).whole == (True, True)
    assert receptive_field(model, gates=False).size == (3, 3)


def test_branches_give_the_union():
    inputs = keras.Input((16, 16, 1))
    narrow = layers.Cropping2D(((0, 4), (0, 4)))(inputs)
    wide = layers.Conv2D(1, 3)(layers.Cropping2D(((2, 0), (2, 0)))(inputs))
    field = receptive_field(keras.Model(inputs, layers.Concatenate()([narrow, wide])))
    assert field.size == (5, 5)  # pixel p, and p + 2 … p + 4
    assert field.at((3, 0)) == ((3, 8), (0, 5))
    assert field.padding == (0, 0)


def test_branches_of_different_strides_vary():
    inputs = keras.Input((32, 32, 1))
    coarse = layers.MaxPooling2D(2)(inputs)
    fine = layers.Cropping2D(8)(inputs)
    field = receptive_field(keras.Model(inputs, layers.Concatenate()([coarse, fine])))
    assert field.stride == (None, None)
    assert field.sizes == ((2, 9), (2, 9))
    assert field.at((0, 15)) == ((0, 9), (23, 32))


def test_units_that_see_only_padding_in_one_branch():
    """A row of zeros widens nothing in the other dimension: the union is taken over what sees anything."""
    inputs = keras.Input((6, 9, 1))
    shifted = layers.Cropping2D(((0, 3), (0, 0)))(layers.ZeroPadding2D(((3, 0), (0, 0)))(inputs))
    wide = layers.Conv2D(1, (1, 5), padding="same")(shifted)
    model = keras.Model(inputs, layers.Add()([inputs, wide]))
    field = receptive_field(model)
    assert field.at((0, 4)) == ((0, 1), (4, 5))
    assert field.at((3, 4)) == ((0, 4), (2, 7))
    for position in [(0, 4), (3, 4)]:
        assert bounding_interval(gradient_footprint(model, position=position)) == field.at(position)


def test_a_gate_reaches_units_that_see_only_padding():
    inputs = keras.Input((6, 2))
    padded = layers.ZeroPadding1D((0, 1))(inputs)
    gated = layers.Multiply()([padded, layers.GlobalAveragePooling1D(keepdims=True)(padded)])
    field = receptive_field(keras.Model(inputs, layers.Conv1D(2, 1)(gated)))
    assert [field.at(p) for p in range(7)] == [((0, 6),)] * 7


def test_positions_move_with_axes():
    inputs = keras.Input((8, 10, 1))
    x = layers.Conv2D(1, (3, 1))(inputs)
    field = receptive_field(keras.Model(inputs, layers.Permute((2, 1, 3))(x)))
    assert field.size == (3, 1)
    assert field.at((2, 5)) == ((2, 5), (5, 6))  # row, column, as in the input, whatever axes they are on now


def test_reshape_keeps_the_axes_that_stay():
    field = receptive_field(sequential((28, 28), layers.Reshape((28, 28, 1)), layers.Conv2D(1, (3, 5))), axes=(1, 2))
    assert field.size == (3, 5)


def test_shared_layers_and_nested_models():
    stack = [layers.Conv2D(1, 3, name="inside"), layers.MaxPooling2D()]
    base = keras.Sequential([keras.Input((None, None, 1)), *stack], name="base")
    inputs = keras.Input((40, 40, 1))
    once = base(inputs)
    twice = base(once)
    model = keras.Model(inputs, layers.Conv2D(1, 3, name="after")(twice))
    assert receptive_field(model, once).size == (4, 4)
    assert receptive_field(model, twice).size == (10, 10)
    assert receptive_field(model, "after").size == (18, 18)
    single = keras.Model(inputs, layers.ReLU()(base(inputs)))
    assert receptive_field(single, "base/inside").size == (3, 3)
    assert receptive_field(single, "base").size == (4, 4)


def test_time_distributed_layers_and_models():
    inner = sequential((14, 14, 2), layers.Conv2D(2, 3), layers.MaxPooling2D())
    stack = [layers.TimeDistributed(layers.Conv2D(2, 3)), layers.TimeDistributed(inner), layers.Conv3D(2, (3, 1, 1))]
    field = receptive_field(sequential((6, 16, 16, 3), *stack))
    assert field.size == (3, 6, 6)
    assert field.stride == (1, 2, 2)


def test_several_inputs_and_outputs():
    left, right = keras.Input((8, 8, 1), name="left"), keras.Input((8, 8, 1), name="right")
    x = layers.Conv2D(1, 3, padding="same", name="small")(left)
    y = layers.Conv2D(1, 5, padding="same", name="large")(right)
    model = keras.Model([left, right], [layers.Add(name="both")([x, y]), x])
    assert receptive_field(model, "both", "left").size == (3, 3)
    assert receptive_field(model, 0, "right").size == (5, 5)
    assert receptive_field(model, model.outputs[1], 0).size == (3, 3)


OPERATIONS = [
    (lambda x: ops.relu(x) * 2 + x, (1, 1, 0)),
    (lambda x: keras.activations.relu(x) + keras.activations.gelu(x), (1, 1, 0)),
    (lambda x: keras.activations.relu(ops.max_pool(x, 2), negative_slope=0.1, max_value=6.0), (2, 2, 0)),
    (lambda x: x[:, 2:-1], (1, 1, -2)),
    (lambda x: x[:, 1::3], (1, 3, -1)),
    (lambda x: ops.max_pool(x, 2), (2, 2, 0)),
    (lambda x: ops.average_pool(x, 3, 1, "same"), (3, 1, 1)),
    (lambda x: ops.conv(x, np.ones((5, 2, 2), "float32"), 1, "same"), (5, 1, 2)),
    (lambda x: ops.conv_transpose(x, np.ones((2, 2, 2), "float32"), 2), (1, 0.5, 0)),
    (lambda x: ops.pad(x, [(0, 0), (3, 1), (0, 0)]), (1, 1, 3)),
    (lambda x: ops.concatenate([x, x], axis=-1), (1, 1, 0)),
    (lambda x: ops.stack([x, x], axis=1)[:, 0], (1, 1, 0)),
    (lambda x: ops.split(x, 2, axis=1)[1], (1, 1, -6)),
    (lambda x: ops.squeeze(ops.expand_dims(x, 2), 2), (1, 1, 0)),
    (lambda x: ops.transpose(ops.swapaxes(x, 1, 2), (0, 2, 1)), (1, 1, 0)),
    (lambda x: ops.moveaxis(x, 1, 2), (1, 1, 0)),
    (lambda x: ops.softmax(x), (1, 1, 0)),
    (lambda x: ops.mean(x, axis=-1), (1, 1, 0)),
    (lambda x: ops.repeat(x, 3, axis=1), (1, pytest.approx(1 / 3), 0)),
    (lambda x: ops.einsum("btc,cd->btd", x, np.ones((2, 4), "float32")), (1, 1, 0)),
    (lambda x: ops.matmul(x, np.ones((2, 4), "float32")), (1, 1, 0)),
    (lambda x: ops.reshape(x, (-1, 12, 2, 1)), (1, 1, 0)),
    (lambda x: ops.flip(x, axis=1), (1, -1, -11)),
    (lambda x: ops.where(x > 0, x, ops.zeros_like(x)), (1, 1, 0)),
]


@pytest.mark.parametrize(("operation", "expected"), OPERATIONS)
def test_operations_of_keras_ops(operation, expected):
    inputs = keras.Input((12, 2))
    field = receptive_field(keras.Model(inputs, operation(inputs)))
    size, stride, padding = along_x(field)
    assert (size, padding) == (expected[0], expected[2])
    assert float(stride) == expected[1]


def test_resizing_by_any_ratio():
    field = receptive_field(sequential((12, 12, 1), layers.Resizing(8, 8, interpolation="nearest")))
    assert field.stride == (1.5, 1.5)
    assert [field.at((p, 0))[0].start for p in range(4)] == [0, 2, 3, 5]


class Halve(layers.Layer):
    """A layer of one's own, written with keras.ops: it needs no rule."""

    def call(self, x):
        return ops.average_pool(ops.pad(x, [(0, 0), (1, 1), (1, 1), (0, 0)]), 3, 2)


def test_a_custom_layer_of_keras_ops_is_followed():
    model = sequential((9, 9, 1), Halve(name="halve"))
    before = len(model.layers[0]._inbound_nodes)
    field = receptive_field(model)
    assert field.output == "halve"
    assert (field.size, field.stride, field.padding) == ((3, 3), (2, 2), (1, 1))
    assert len(model.layers[0]._inbound_nodes) == before


class Opaque(layers.Layer):
    """A layer whose code cannot run on symbolic tensors."""

    def call(self, x):
        return np.sort(x) if isinstance(x, np.ndarray) else ops.convert_to_tensor(np.asarray(x))

    def compute_output_spec(self, x):
        return keras.KerasTensor(x.shape, x.dtype)


def test_an_unknown_layer_needs_a_rule_or_is_global():
    model = sequential((9, 9, 1), Opaque(name="riddle"))
    with pytest.raises(UnknownLayerError, match=r"'riddle' is a Opaque.*@course.receptive_field.rule\(Opaque\)"):
        receptive_field(model)
    assert receptive_field(model, unknown="global").whole == (True, True)


def test_custom_rules():
    class Blur(Opaque):
        def call(self, x):
            raise NotImplementedError

    class Doubled(Opaque):
        def call(self, x):
            raise NotImplementedError

    class Same(Opaque):
        def call(self, x):
            raise NotImplementedError

    @rule(Blur)
    def blur(layer, call):
        return windows(call, (1, 2), kernel_size=3, strides=2, padding="same")

    @rule(Doubled)
    def doubled(layer, call):
        return {1: (1, Transposed(2, 2)), 2: (2, Window(kernel_size=4, padding=1))}

    @rule(Same)
    def same(layer, call):
        return pointwise(call)

    with graph_only():
        inputs = keras.Input((9, 9, 1))
        model = keras.Model(inputs, Same()(Doubled()(Blur()(inputs))))
    field = receptive_field(model)
    assert field.size == (3, 9)
    assert field.stride == (1, 2)

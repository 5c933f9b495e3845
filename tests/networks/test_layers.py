"""Pooling that remembers, unpooling, cropping, and the two initialisers: against slow or independent references."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from course.backend.autodiff import gradients
from course.networks.layers import BilinearInitializer, CropLike, IdentityInitializer, MaxPool2DWithIndices, MaxUnpool2D
from course.receptive_field import bounding_interval, gradient_footprint, receptive_field


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def pooled_slowly(maps: np.ndarray, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Pool window by window."""
    batch, rows, columns, channels = maps.shape
    values = np.zeros((batch, rows // height, columns // width, channels), maps.dtype)
    indices = np.zeros(values.shape, np.int32)
    for n, i, j, c in np.ndindex(values.shape):
        window = maps[n, i * height : (i + 1) * height, j * width : (j + 1) * width, c]
        row, column = np.unravel_index(window.argmax(), window.shape)
        values[n, i, j, c] = window.max()
        indices[n, i, j, c] = (i * height + row) * columns + j * width + column
    return values, indices


def unpooled_slowly(values: np.ndarray, indices: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Put value by value back."""
    unpooled = np.zeros((len(values), shape[0] * shape[1], values.shape[3]), values.dtype)
    for n, i, j, c in np.ndindex(values.shape):
        unpooled[n, indices[n, i, j, c], c] = values[n, i, j, c]
    return unpooled.reshape(len(values), *shape, -1)


@pytest.mark.parametrize("size", [(8, 10), (7, 9), (11, 6), (5, 5)])
@pytest.mark.parametrize("pool_size", [2, 3, (2, 3)])
def test_pooling_and_unpooling_against_the_slow_reference(rng, size, pool_size):
    height, width = (pool_size, pool_size) if isinstance(pool_size, int) else pool_size
    maps = rng.normal(size=(2, *size, 3)).astype("float32") - 1
    values, indices = pooled_slowly(maps, height, width)
    got_values, got_indices = MaxPool2DWithIndices(pool_size)(maps)
    np.testing.assert_array_equal(got_values, values)
    np.testing.assert_array_equal(got_indices, indices)
    other = rng.normal(size=values.shape).astype("float32")
    unpooled = MaxUnpool2D(pool_size)([other, indices, maps])
    np.testing.assert_array_equal(unpooled, unpooled_slowly(other, indices, size))


def test_of_equal_values_the_first_counts():
    _, indices = MaxPool2DWithIndices(2)(np.zeros((1, 4, 4, 1), "float32"))
    assert np.asarray(indices).ravel().tolist() == [0, 2, 8, 10]


@pytest.mark.parametrize("layer", [MaxPool2DWithIndices, MaxUnpool2D])
def test_overlapping_windows_are_refused_with_the_reason(layer):
    with pytest.raises(ValueError, match="overlap: one pixel may be the maximum of two"):
        layer(3, strides=2)
    with pytest.raises(ValueError, match="leave gaps"):
        layer(2, strides=3)
    with pytest.raises(ValueError, match="whole numbers from 1 on"):
        layer(0)
    assert layer((2, 3), strides=(2, 3)).pool_size == (2, 3)


def test_indices_of_another_pooling_are_refused():
    with pytest.raises(ValueError, match="are these the indices of the pooling"):
        MaxUnpool2D()([keras.Input((4, 4, 2)), keras.Input((8, 8, 2), dtype="int32"), keras.Input((8, 8, 2))])
    with pytest.raises(ValueError, match=r"pools to \(3, 3\), not to \(4, 4\)"):
        MaxUnpool2D()([keras.Input((4, 4, 2)), keras.Input((4, 4, 2), dtype="int32"), keras.Input((7, 7, 2))])


def test_gradients_go_where_the_values_went(rng):
    maps = rng.normal(size=(1, 7, 9, 2)).astype("float32")

    def sum_of_squares(maps):
        values, indices = MaxPool2DWithIndices()(maps)
        return keras.ops.sum(MaxUnpool2D()([values, indices, maps]) ** 2)

    (gradient,) = gradients(sum_of_squares, maps)
    kept = unpooled_slowly(*pooled_slowly(maps, 2, 2), (7, 9))
    np.testing.assert_allclose(gradient, 2 * kept, rtol=1e-5)


def auto_encoder(size=(None, None)) -> keras.Model:
    inputs = keras.Input((*size, 2))
    maps = keras.layers.Conv2D(4, 3, padding="same")(inputs)
    values, indices = MaxPool2DWithIndices()(maps)
    values = keras.layers.Conv2D(4, 3, padding="same")(values)
    return keras.Model(inputs, MaxUnpool2D()([values, indices, maps]))


def test_a_model_of_any_size_is_saved_and_loaded(tmp_path, rng):
    model = auto_encoder()
    images = rng.normal(size=(2, 9, 13, 2)).astype("float32")
    expected = model.predict(images, verbose=0)
    assert expected.shape == (2, 9, 13, 4)
    model.save(tmp_path / "model.keras")
    np.testing.assert_allclose(keras.saving.load_model(tmp_path / "model.keras").predict(images, verbose=0), expected)


def test_the_receptive_field_through_pooling_and_unpooling():
    model = auto_encoder((20, 20))
    assert receptive_field(model).size == (8, 8)  # one unit of the middle sees 3 windows of 2, each a 3 × 3 more
    seen = bounding_interval(gradient_footprint(model, position=(10, 10)))
    assert all(interval.size <= 8 for interval in seen)


def test_cropping_takes_the_end_off(rng):
    maps = rng.normal(size=(1, 6, 8, 2)).astype("float32")
    np.testing.assert_array_equal(CropLike()([maps, np.zeros((1, 5, 8, 1))]), maps[:, :5])
    assert CropLike()([keras.Input((6, 8, 2)), keras.Input((5, 7, 1))]).shape == (None, 5, 7, 2)
    with pytest.raises(ValueError, match="cannot be cut"):
        CropLike()([keras.Input((6, 8, 2)), keras.Input((7, 8, 1))])


@pytest.mark.parametrize("factor", [2, 3, 4, 8])
def test_bilinear_upsampling_is_keras_resizing_inside_the_border(rng, factor):
    maps = rng.normal(size=(2, 5, 6, 3)).astype("float32")
    layer = keras.layers.Conv2DTranspose(
        3,
        2 * factor - factor % 2,
        strides=factor,
        padding="same",
        use_bias=False,
        kernel_initializer=BilinearInitializer(),
    )
    expected = keras.ops.image.resize(maps, (5 * factor, 6 * factor), "bilinear")
    inside = (slice(None), slice(factor, -factor), slice(factor, -factor))
    np.testing.assert_allclose(np.asarray(layer(maps))[inside], np.asarray(expected)[inside], atol=1e-5)


def test_identity_through_widths_that_change(rng):
    channels, widths = 3, (6, 6, 12, 24, 3)
    maps = inputs = rng.uniform(size=(1, 9, 9, channels)).astype("float32")
    for width in widths:
        initializer = IdentityInitializer(channels)
        maps = keras.layers.Conv2D(width, 3, padding="same", activation="relu", kernel_initializer=initializer)(maps)
    np.testing.assert_allclose(maps, inputs, atol=1e-6)
    again = IdentityInitializer.from_config(IdentityInitializer(3).get_config())
    assert again.channels == 3
    with pytest.raises(ValueError, match="unevenly"):
        IdentityInitializer(4)((3, 3, 6, 8))

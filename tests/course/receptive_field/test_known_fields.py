"""Fields that are published, or that the course states: they are to be met exactly."""

import keras
import pytest
from keras import layers

from course.receptive_field import assert_receptive_field, receptive_field


def sequential(shape, *stack):
    """A Sequential model without weights: its graph is all that matters here."""
    with keras.StatelessScope(initialize_variables=False):
        return keras.Sequential([keras.Input(shape), *stack])


def test_mnist_cnn_sees_10_pixels_at_the_last_pooling():
    model = sequential(
        (28, 28, 1),
        layers.Conv2D(32, 3),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(10),
    )
    field = assert_receptive_field(model, 10, stride=4)
    assert field.padding == (0, 0)
    assert field.centre == (4.5, 4.5)


def test_cifar_cnn_sees_36_pixels_at_the_last_pooling():
    stack = []
    for filters in (48, 96, 192):
        stack += [layers.Conv2D(filters, 3, padding="same"), layers.Conv2D(filters, 3)]
        stack += [layers.MaxPooling2D(), layers.Dropout(0.25)]
    model = sequential((32, 32, 3), *stack, layers.Flatten(), layers.Dense(512), layers.Dense(10))
    assert_receptive_field(model, 36, stride=8)


@pytest.mark.parametrize(("name", "size", "stride"), [("block5_conv3", 196, 16), ("block5_pool", 212, 32)])
def test_vgg16(name, size, stride):
    with keras.StatelessScope(initialize_variables=False):
        model = keras.applications.VGG16(weights=None)
    field = receptive_field(model, name)
    assert field.size == (size, size)
    assert field.stride == (stride, stride)

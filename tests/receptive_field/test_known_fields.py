"""Fields that are published, or that the course states: they are to be met exactly."""

import keras
import pytest
from keras import layers

from course.backend.weightless import graph_only
from course.receptive_field import assert_receptive_field, receptive_field

UNET_ALIGNED = [0, 1, 2, 3, 16, 17, 18, 19]  # of the first 32 rows, those where the phases of the up-convolutions align


def sequential(shape, *stack):
    """A Sequential model without weights: its graph is all that matters here."""
    with graph_only():
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
    with graph_only():
        model = keras.applications.VGG16(weights=None)
    field = receptive_field(model, name)
    assert field.size == (size, size)
    assert field.stride == (stride, stride)


def test_mobilenet():
    with graph_only():
        model = keras.applications.MobileNet(weights=None)
    field = receptive_field(model, "conv_pw_13_relu")
    assert (field.size, field.stride) == ((315, 315), (32, 32))


@pytest.mark.parametrize(
    ("between", "dilation", "size"),
    [
        ([], 1, 5),
        ([], 2, 7),
        ([layers.MaxPooling2D(2)], 1, 8),
        ([layers.MaxPooling2D(1, strides=2)], 1, 7),  # only decimated: the window of the pooling adds no pixel
    ],
)
def test_assignment_5(between, dilation, size):
    model = sequential((32, 32, 1), layers.Conv2D(1, 3), *between, layers.Conv2D(1, 3, dilation_rate=dilation))
    assert_receptive_field(model, size)


def test_the_context_modules_table():
    """Yu and Koltun 2016, table 1: dilations 1, 1, 2, 4, 8, 16, 1 and a 1×1."""
    stack = [layers.Conv2D(2, 3, dilation_rate=d, padding="same") for d in (1, 1, 2, 4, 8, 16, 1)]
    model = sequential((64, 64, 2), *stack, layers.Conv2D(2, 1))
    sizes = [receptive_field(model, layer.name).size[0] for layer in model.layers]
    assert sizes == [3, 5, 9, 17, 33, 65, 67, 67]


def unet(size=572):
    """The U-Net of 2015: unpadded convolutions, crops, 2×2 up-convolutions; few channels, as only positions matter."""

    def double(x):
        return layers.Conv2D(2, 3)(layers.Conv2D(2, 3)(x))

    with graph_only():
        x = inputs = keras.Input((size, size, 1))
        skips = []
        for _ in range(4):
            skips.append(double(x))
            x = layers.MaxPooling2D()(skips[-1])
        x = double(x)
        for skip in reversed(skips):
            x = layers.Conv2DTranspose(2, 2, strides=2)(x)
            x = double(layers.Concatenate()([layers.Cropping2D((skip.shape[1] - x.shape[1]) // 2)(skip), x]))
        return keras.Model(inputs, layers.Conv2D(2, 1)(x))


def test_unet_sees_188_or_204_pixels_by_position():
    model = unet()
    field = receptive_field(model)
    assert model.output_shape == (None, 388, 388, 2)
    assert field.size == (204, 204)
    assert field.sizes == ((188, 204), (188, 204))
    assert field.varies == (True, True)
    assert field.stride == (1, 1)
    sizes = [field.at((p, 0))[0].size for p in range(388)]
    assert set(sizes) == {188, 204}
    assert [p for p in range(32) if sizes[p] == 188] == UNET_ALIGNED
    assert field.at((0, 387)) == ((0, 188), (384, 572))

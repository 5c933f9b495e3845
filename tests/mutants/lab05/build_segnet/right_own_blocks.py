# Own blocks, and a list that is popped.
import keras
from keras.layers import BatchNormalization, Conv2D, Input, ReLU

from course.networks.layers import MaxPool2DWithIndices, MaxUnpool2D


def build_segnet(input_shape, filters, classes):
    def stage(x, width):
        x = Conv2D(width, (3, 3), padding="same", use_bias=False)(x)
        x = BatchNormalization()(x)
        return ReLU()(x)

    image = Input(input_shape)
    x, todo = image, []
    for i, width in enumerate(filters):
        x = stage(x, width)
        size = x
        x, places = MaxPool2DWithIndices(pool_size=2)(x)
        todo.append((places, size, filters[max(i - 1, 0)]))
    while todo:
        places, size, width = todo.pop()
        x = stage(MaxUnpool2D(pool_size=2)([x, places, size]), width)
    return keras.Model(image, Conv2D(classes, 1, name="logits")(x))

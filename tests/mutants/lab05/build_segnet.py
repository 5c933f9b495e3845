# %% right own_blocks
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

# %% right recursive
# Recursively: down, what is inside, up.
import keras
from keras import layers

from course.networks.layers import MaxPool2DWithIndices, MaxUnpool2D


def build_segnet(input_shape, filters, classes):
    def unit(x, width):
        return layers.Activation("relu")(
            layers.BatchNormalization()(layers.Conv2D(width, 3, 1, "same", use_bias=False)(x))
        )

    def inside(x, widths, before):
        if not widths:
            return x
        x = unit(x, widths[0])
        y, where = MaxPool2DWithIndices()(x)
        y = inside(y, widths[1:], widths[0])
        return unit(MaxUnpool2D()([y, where, x]), before)

    inputs = keras.Input(input_shape)
    return keras.Model(inputs, layers.Conv2D(classes, (1, 1))(inside(inputs, list(filters), filters[0])))

# %% wrong biases
# Gives the blocks' convolutions a bias.
# hint: without bias
# of: solution
- def build_segnet(input_shape, filters, classes):
+ def block(maps, filters):
+     maps = layers.Conv2D(filters, 3, padding="same")(maps)
+     return layers.ReLU()(layers.BatchNormalization()(maps))
+ def build_segnet(input_shape, filters, classes):

# %% wrong no_norm
# Leaves the normalisation out.
# hint: batch normalisation
# of: solution
- def build_segnet(input_shape, filters, classes):
+ def block(maps, filters):
+     maps = layers.Conv2D(filters, 3, padding="same", use_bias=False)(maps)
+     return layers.ReLU()(maps)
+ def build_segnet(input_shape, filters, classes):

# %% wrong norm_last
# Normalises after the ReLU.
# hint: in this order
# of: solution
- def build_segnet(input_shape, filters, classes):
+ def block(maps, filters):
+     maps = layers.Conv2D(filters, 3, padding="same", use_bias=False)(maps)
+     return layers.BatchNormalization()(layers.ReLU()(maps))
+ def build_segnet(input_shape, filters, classes):

# %% wrong one_stage_short
# Does not undo the first pooling.
# hint: size of the image
# of: solution
- def build_segnet(input_shape, filters, classes):
+ def block(maps, filters):
+     maps = layers.Conv2D(filters, 3, padding="same", use_bias=False)(maps)
+     return layers.ReLU()(layers.BatchNormalization()(maps))
+ def build_segnet(input_shape, filters, classes):

-     for (before, indices), width in zip(reversed(stages), [*filters[-2::-1], filters[0]]):
+     for (before, indices), width in zip(list(reversed(stages))[:-1], [*filters[-2::-1], filters[0]]):

# %% wrong own_filters_up
# On the way up each block has the filters of its own stage.
# hint: another number of filters
import keras
from keras import layers

from course.networks.layers import MaxPool2DWithIndices, MaxUnpool2D


def build_segnet(input_shape, filters, classes):
    def block(maps, width):
        maps = layers.Conv2D(width, 3, padding="same", use_bias=False)(maps)
        return layers.ReLU()(layers.BatchNormalization()(maps))

    inputs = x = keras.Input(input_shape)
    stages = []
    for width in filters:
        before = block(x, width)
        x, indices = MaxPool2DWithIndices()(before)
        stages.append((before, indices, width))
    for before, indices, width in stages[::-1]:
        x = block(MaxUnpool2D()([x, indices, before]), width)
    return keras.Model(inputs, layers.Conv2D(classes, 1)(x))

# %% wrong plain_pooling
# Pools without indices, and upsamples.
# hint: poolings with indices
# of: solution
- def build_segnet(input_shape, filters, classes):
+ def block(maps, filters):
+     maps = layers.Conv2D(filters, 3, padding="same", use_bias=False)(maps)
+     return layers.ReLU()(layers.BatchNormalization()(maps))
+ def build_segnet(input_shape, filters, classes):

-         values, indices = MaxPool2DWithIndices()(maps)
+         values, indices = layers.MaxPooling2D(2)(maps), None

-         maps = block(MaxUnpool2D()([maps, indices, before]), width)
+         maps = block(layers.UpSampling2D(2)(maps), width)

# %% wrong relu_at_the_end
# Ends in a ReLU.
# hint: logits may be negative
# of: solution
- def build_segnet(input_shape, filters, classes):
+ def block(maps, filters):
+     maps = layers.Conv2D(filters, 3, padding="same", use_bias=False)(maps)
+     return layers.ReLU()(layers.BatchNormalization()(maps))
+ def build_segnet(input_shape, filters, classes):

-     return keras.Model(inputs, layers.Conv2D(classes, 1)(maps))
+     return keras.Model(inputs, layers.Conv2D(classes, 1, activation="relu")(maps))

# %% wrong same_filters_up
# Goes up with the filters of the same stage.
# hint: filters of the stage before
import keras
from keras import layers

from course.networks.layers import MaxPool2DWithIndices, MaxUnpool2D


def block(maps, filters):
    maps = layers.Conv2D(filters, 3, padding="same", use_bias=False)(maps)
    return layers.ReLU()(layers.BatchNormalization()(maps))


def build_segnet(input_shape, filters, classes):
    inputs = maps = keras.Input(input_shape)
    stages = []
    for width in filters:
        maps = block(maps, width)
        values, indices = MaxPool2DWithIndices()(maps)
        stages.append((maps, indices))
        maps = values
    for (before, indices), width in zip(reversed(stages), filters[::-1]):
        maps = block(
            MaxUnpool2D()(
                [
                    layers.Conv2D(before.shape[-1], 1)(maps) if maps.shape[-1] != before.shape[-1] else maps,
                    indices,
                    before,
                ]
            ),
            width,
        )
    return keras.Model(inputs, layers.Conv2D(classes, 1)(maps))

# %% wrong softmax
# Ends in a softmax.
# hint: output is logits
# of: solution
- def build_segnet(input_shape, filters, classes):
+ def block(maps, filters):
+     maps = layers.Conv2D(filters, 3, padding="same", use_bias=False)(maps)
+     return layers.ReLU()(layers.BatchNormalization()(maps))
+ def build_segnet(input_shape, filters, classes):

-     return keras.Model(inputs, layers.Conv2D(classes, 1)(maps))
+     return keras.Model(inputs, layers.Conv2D(classes, 1, activation="softmax")(maps))

# %% wrong three_by_three_end
# Ends in a 3 × 3 convolution.
# hint: the last one is 1 × 1
# of: solution
- def build_segnet(input_shape, filters, classes):
+ def block(maps, filters):
+     maps = layers.Conv2D(filters, 3, padding="same", use_bias=False)(maps)
+     return layers.ReLU()(layers.BatchNormalization()(maps))
+ def build_segnet(input_shape, filters, classes):

-     return keras.Model(inputs, layers.Conv2D(classes, 1)(maps))
+     return keras.Model(inputs, layers.Conv2D(classes, 3, padding="same")(maps))

# %% wrong to_the_image
# Unpools each stage to the size of the image.
# hint: to the size of the map
import keras
from keras import layers

from course.networks.layers import MaxPool2DWithIndices, MaxUnpool2D


def build_segnet(input_shape, filters, classes):
    def block(maps, width):
        maps = layers.Conv2D(width, 3, padding="same", use_bias=False)(maps)
        return layers.ReLU()(layers.BatchNormalization()(maps))

    inputs = x = keras.Input(input_shape)
    stages = []
    for width in filters:
        x, indices = MaxPool2DWithIndices()(block(x, width))
        stages.append(indices)
    for indices, width in zip(stages[::-1], [*filters[-2::-1], filters[0]]):
        x = block(MaxUnpool2D()([x, indices, inputs]), width)
    return keras.Model(inputs, layers.Conv2D(classes, 1)(x))

# %% wrong upsampled
# Upsamples where it should unpool.
# hint: unpoolings
# of: solution
- def build_segnet(input_shape, filters, classes):
+ def block(maps, filters):
+     maps = layers.Conv2D(filters, 3, padding="same", use_bias=False)(maps)
+     return layers.ReLU()(layers.BatchNormalization()(maps))
+ def build_segnet(input_shape, filters, classes):

-         maps = block(MaxUnpool2D()([maps, indices, before]), width)
+         maps = block(layers.UpSampling2D(2)(maps), width)

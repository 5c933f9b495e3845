# %% right frozen_afterwards
# Scores first, and the last layer frozen after it was made.
import keras
from keras import layers

from course.networks.layers import BilinearInitializer, CropLike


def build_fcn(backbone, stride, classes):
    taps = ["pool5", "pool4", "pool3"][: {32: 1, 16: 2, 8: 3}[stride]]
    maps = [backbone.get_layer(name).output for name in taps]
    scores = [
        layers.Conv2D(classes, 1, kernel_initializer="he_normal" if i == 0 else keras.initializers.Zeros())(m)
        for i, m in enumerate(maps)
    ]
    total = scores[0]
    for tap, score in zip(maps[1:], scores[1:]):
        large = layers.Conv2DTranspose(
            classes, 4, strides=2, padding="same", use_bias=False, kernel_initializer=BilinearInitializer()
        )(total)
        total = layers.Add()([score, CropLike()([large, tap])])
    last = layers.Conv2DTranspose(
        classes, 2 * stride, strides=stride, padding="same", use_bias=False, kernel_initializer=BilinearInitializer()
    )
    last.trainable = False
    return keras.Model(backbone.input, CropLike()([last(total), backbone.input]))

# %% right written_out
# Written out for each of the three.
from keras import Model, layers

from course.networks.layers import BilinearInitializer, CropLike


def build_fcn(backbone, stride, classes):
    p3, p4, p5 = (backbone.get_layer(f"pool{i}").output for i in (3, 4, 5))
    image = backbone.inputs[0]

    def up(f, train):
        return layers.Conv2DTranspose(
            classes,
            (2 * f, 2 * f),
            (f, f),
            "same",
            use_bias=False,
            trainable=train,
            kernel_initializer=BilinearInitializer(),
        )

    x = layers.Conv2D(classes, (1, 1), name="score5")(p5)
    if stride <= 16:
        x = CropLike()([up(2, True)(x), p4])
        x = x + layers.Conv2D(classes, 1, kernel_initializer="zeros", name="score4")(p4)
    if stride == 8:
        x = CropLike()([up(2, True)(x), p3])
        x = layers.add([layers.Conv2D(classes, 1, kernel_initializer="zeros", name="score3")(p3), x])
    final = up(stride, False)
    return Model(image, CropLike()([final(x), image]))

# %% wrong all_fixed
# Fixes every enlargement.
# hint: the last enlargement is fixed
# of: solution
-         logits = CropLike()([enlarged(logits, 2, True), finer])
+         logits = CropLike()([enlarged(logits, 2, False), finer])

# %% wrong all_scores_zero
# Starts every score at zero.
# hint: must not start at zero
# of: solution
-     logits = score(backbone.get_layer("pool5").output, "glorot_uniform")
+     logits = score(backbone.get_layer("pool5").output, "zeros")

# %% wrong backbone_frozen
# Freezes the backbone.
# hint: the backbone is frozen
import keras
from keras import layers

from course.networks.layers import BilinearInitializer, CropLike


def build_fcn(backbone, stride, classes):
    def up(maps, factor, trainable):
        return layers.Conv2DTranspose(
            classes,
            2 * factor,
            strides=factor,
            padding="same",
            use_bias=False,
            kernel_initializer=BilinearInitializer(),
            trainable=trainable,
        )(maps)

    backbone.trainable = False
    logits = layers.Conv2D(classes, 1)(backbone.get_layer("pool5").output)
    for name in {32: [], 16: ["pool4"], 8: ["pool4", "pool3"]}[stride]:
        tap = backbone.get_layer(name).output
        large = up(logits, 2, True)
        logits = CropLike()([large, tap])
        logits = logits + layers.Conv2D(classes, 1, kernel_initializer="zeros")(tap)
    return keras.Model(backbone.input, CropLike()([up(logits, stride, False), backbone.input]))

# %% wrong biased_enlargement
# Gives the enlargements a bias.
# hint: enlargements have none
# of: solution
-             use_bias=False,

# %% wrong kernel_of_stride
# Enlarges with kernels as large as the stride.
# hint: 2f × 2f
# of: solution
-             2 * factor,
+             factor,

# %% wrong last_trained
# Trains the last enlargement.
# hint: the last enlargement is fixed
# of: solution
-     logits = CropLike()([enlarged(logits, stride, False), backbone.input])
+     logits = CropLike()([enlarged(logits, stride, True), backbone.input])

# %% wrong multiplied
# Multiplies where it should add.
# hint: in which order
# of: solution
-         logits = layers.Add()([logits, score(finer, "zeros")])
+         logits = layers.Multiply()([logits, score(finer, "zeros")])

# %% wrong not_bilinear
# Starts the enlargements at random.
# hint: start bilinear
# of: solution
-             kernel_initializer=BilinearInitializer(),

# %% wrong not_cropped
# Leaves the map as large as it became.
# hint: cut what is enlarged
# of: solution
-     logits = CropLike()([enlarged(logits, stride, False), backbone.input])
+     logits = enlarged(logits, stride, False)

# %% wrong own_backbone
# Runs a new copy of the backbone.
# hint: weights are lost
# of: solution
-         )(maps)
+         )(maps)
+     backbone = keras.models.clone_model(backbone)

# %% wrong relu_on_skips
# A ReLU follows the scores of the skips.
# hint: ReLU follows the score
import keras
from keras import layers

from course.networks.layers import BilinearInitializer, CropLike


def build_fcn(backbone, stride, classes):
    def up(maps, factor, trainable):
        return layers.Conv2DTranspose(
            classes,
            2 * factor,
            strides=factor,
            padding="same",
            use_bias=False,
            kernel_initializer=BilinearInitializer(),
            trainable=trainable,
        )(maps)

    logits = layers.Conv2D(classes, 1)(backbone.get_layer("pool5").output)
    for name in {32: [], 16: ["pool4"], 8: ["pool4", "pool3"]}[stride]:
        tap = backbone.get_layer(name).output
        large = up(logits, 2, True)
        logits = CropLike()([large, tap])
        logits = logits + layers.Conv2D(classes, 1, kernel_initializer="zeros", activation="relu")(tap)
    return keras.Model(backbone.input, CropLike()([up(logits, stride, False), backbone.input]))

# %% wrong score_without_bias
# The score of pool5 has no bias.
# hint: score layers have a bias
import keras
from keras import layers

from course.networks.layers import BilinearInitializer, CropLike


def build_fcn(backbone, stride, classes):
    def up(maps, factor, trainable):
        return layers.Conv2DTranspose(
            classes,
            2 * factor,
            strides=factor,
            padding="same",
            use_bias=False,
            kernel_initializer=BilinearInitializer(),
            trainable=trainable,
        )(maps)

    logits = layers.Conv2D(classes, 1, use_bias=False)(backbone.get_layer("pool5").output)
    for name in {32: [], 16: ["pool4"], 8: ["pool4", "pool3"]}[stride]:
        tap = backbone.get_layer(name).output
        large = up(logits, 2, True)
        logits = CropLike()([large, tap])
        logits = logits + layers.Conv2D(classes, 1, kernel_initializer="zeros")(tap)
    return keras.Model(backbone.input, CropLike()([up(logits, stride, False), backbone.input]))

# %% wrong skip_forgotten
# Forgets the skip from pool3.
# hint: one more for each skip
# of: solution
-     for name in {32: [], 16: ["pool4"], 8: ["pool4", "pool3"]}[stride]:
+     for name in {32: [], 16: ["pool4"], 8: ["pool4"]}[stride]:

-     logits = CropLike()([enlarged(logits, stride, False), backbone.input])
+     logits = CropLike()([enlarged(logits, max(stride, 16), False), backbone.input])

# %% wrong skip_not_added
# Computes the skips and does not add them.
# hint: score layer for pool5
# of: solution
-         logits = layers.Add()([logits, score(finer, "zeros")])
+         score(finer, "zeros")

# %% wrong skips_start_random
# Starts the skips at random weights.
# hint: must start at zero
# of: solution
-         logits = layers.Add()([logits, score(finer, "zeros")])
+         logits = layers.Add()([logits, score(finer, "glorot_uniform")])

# %% wrong softmax
# Ends in a softmax.
# hint: output is logits
# of: solution
-     return keras.Model(backbone.input, logits)
+     return keras.Model(backbone.input, layers.Softmax()(logits))

# %% wrong taps_exchanged
# Adds pool3 before pool4.
# hint: pool4 first, then pool3
import keras
from keras import layers

from course.networks.layers import BilinearInitializer, CropLike


def build_fcn(backbone, stride, classes):
    def up(maps, factor, trainable):
        return layers.Conv2DTranspose(
            classes,
            2 * factor,
            strides=factor,
            padding="same",
            use_bias=False,
            kernel_initializer=BilinearInitializer(),
            trainable=trainable,
        )(maps)

    logits = layers.Conv2D(classes, 1)(backbone.get_layer("pool5").output)
    for name in {32: [], 16: ["pool4"], 8: ["pool3", "pool4"]}[stride]:
        tap = backbone.get_layer(name).output
        large = up(logits, 2, True)
        logits = CropLike()([large, tap])
        logits = logits + layers.Conv2D(classes, 1, kernel_initializer="zeros")(tap)
    return keras.Model(backbone.input, CropLike()([up(logits, stride, False), backbone.input]))

# %% wrong three_by_three_score
# The score of pool5 looks at 3 × 3 units.
# hint: 1 × 1 score layer
import keras
from keras import layers

from course.networks.layers import BilinearInitializer, CropLike


def build_fcn(backbone, stride, classes):
    def up(maps, factor, trainable):
        return layers.Conv2DTranspose(
            classes,
            2 * factor,
            strides=factor,
            padding="same",
            use_bias=False,
            kernel_initializer=BilinearInitializer(),
            trainable=trainable,
        )(maps)

    logits = layers.Conv2D(classes, 3, padding="same")(backbone.get_layer("pool5").output)
    for name in {32: [], 16: ["pool4"], 8: ["pool4", "pool3"]}[stride]:
        tap = backbone.get_layer(name).output
        large = up(logits, 2, True)
        logits = CropLike()([large, tap])
        logits = logits + layers.Conv2D(classes, 1, kernel_initializer="zeros")(tap)
    return keras.Model(backbone.input, CropLike()([up(logits, stride, False), backbone.input]))

# %% wrong uncropped_before_adding
# Adds without cutting.
# hint: cut what was enlarged
import keras
from keras import layers

from course.networks.layers import BilinearInitializer, CropLike


def build_fcn(backbone, stride, classes):
    def up(maps, factor, trainable):
        return layers.Conv2DTranspose(
            classes,
            2 * factor,
            strides=factor,
            padding="same",
            use_bias=False,
            kernel_initializer=BilinearInitializer(),
            trainable=trainable,
        )(maps)

    logits = layers.Conv2D(classes, 1)(backbone.get_layer("pool5").output)
    for name in {32: [], 16: ["pool4"], 8: ["pool4", "pool3"]}[stride]:
        tap = backbone.get_layer(name).output
        large = up(logits, 2, True)
        logits = large
        logits = logits + layers.Conv2D(classes, 1, kernel_initializer="zeros")(tap)
    return keras.Model(backbone.input, CropLike()([up(logits, stride, False), backbone.input]))

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

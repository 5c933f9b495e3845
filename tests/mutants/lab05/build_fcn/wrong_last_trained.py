# Trains the last enlargement.
# hint: the last enlargement is fixed
import keras
from keras import layers

from course.networks.layers import BilinearInitializer, CropLike


def build_fcn(backbone, stride, classes):

    def score(maps, start):
        return layers.Conv2D(classes, 1, kernel_initializer=start)(maps)

    def enlarged(maps, factor, trainable):
        return layers.Conv2DTranspose(
            classes,
            2 * factor,
            strides=factor,
            padding="same",
            use_bias=False,
            kernel_initializer=BilinearInitializer(),
            trainable=trainable,
        )(maps)

    logits = score(backbone.get_layer("pool5").output, "glorot_uniform")
    for name in {32: [], 16: ["pool4"], 8: ["pool4", "pool3"]}[stride]:
        finer = backbone.get_layer(name).output
        logits = CropLike()([enlarged(logits, 2, True), finer])
        logits = layers.Add()([logits, score(finer, "zeros")])
    logits = CropLike()([enlarged(logits, stride, True), backbone.input])
    return keras.Model(backbone.input, logits)

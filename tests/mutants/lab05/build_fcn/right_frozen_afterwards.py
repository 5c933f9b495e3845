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

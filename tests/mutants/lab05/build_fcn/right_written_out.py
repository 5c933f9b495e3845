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

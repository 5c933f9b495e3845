# Initialised for ReLU, with names.
from keras import Input, Model
from keras.layers import Conv2D, Conv2DTranspose


def build_mask_head(classes, size=14, channels=256, hidden=256, depth=4):
    inside = {"activation": "relu", "kernel_initializer": "he_normal"}
    features = Input((size, size, channels))
    value = features
    for number in range(depth):
        value = Conv2D(hidden, 3, padding="same", name=f"conv{number}", **inside)(value)
    value = Conv2DTranspose(hidden, 2, 2, name="double", **inside)(value)
    return Model(features, Conv2D(classes, 1, name="masks")(value), name="mask_head")

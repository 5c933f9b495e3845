# Two convolutions in every block.
# hint: VGG13
from keras import Input, Model, layers

VGG16_BLOCKS = ((64, 2), (128, 2), (256, 2), (512, 2), (512, 2))


def build_vgg16(input_shape=(224, 224, 3), classes=1000, include_top=True, blocks=VGG16_BLOCKS):
    inputs = Input(input_shape)
    x = inputs
    for b, (filters, count) in enumerate(blocks, 1):
        for n in range(1, count + 1):
            x = layers.Conv2D(filters, 3, padding="same", activation="relu", name=f"block{b}_conv{n}")(x)
        x = layers.MaxPooling2D(name=f"block{b}_pool")(x)
    if include_top:
        x = layers.Flatten()(x)
        x = layers.Dense(4096, activation="relu", name="fc1")(x)
        x = layers.Dense(4096, activation="relu", name="fc2")(x)
        x = layers.Dense(classes, activation="softmax", name="predictions")(x)
    return Model(inputs, x)

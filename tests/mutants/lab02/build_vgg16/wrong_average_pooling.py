# Average pooling: Keras' layers are there, but not the pooling asked for.
# hint: names:
from keras import Input, Model, layers

VGG16_BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))


def build_vgg16(input_shape=(224, 224, 3), classes=1000, include_top=True, blocks=VGG16_BLOCKS):
    inputs = Input(input_shape)
    x = inputs
    for b, (filters, count) in enumerate(blocks, 1):
        for n in range(1, count + 1):
            x = layers.Conv2D(filters, 3, padding="same", activation="relu", name=f"block{b}_conv{n}")(x)
        x = layers.AveragePooling2D(2, name=f"block{b}_pool")(x)
    if include_top:
        x = layers.Flatten()(x)
        x = layers.Dense(4096, activation="relu", name="fc1")(x)
        x = layers.Dense(4096, activation="relu", name="fc2")(x)
        x = layers.Dense(classes, activation="softmax", name="predictions")(x)
    return Model(inputs, x)

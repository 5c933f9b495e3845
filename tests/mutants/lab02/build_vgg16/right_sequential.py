# As a sequential model.
from keras import Input, Sequential, layers

VGG16_BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))


def build_vgg16(input_shape=(224, 224, 3), classes=1000, include_top=True, blocks=VGG16_BLOCKS):
    model = Sequential([Input(input_shape)])
    for b, (filters, count) in enumerate(blocks):
        for n in range(count):
            model.add(
                layers.Conv2D(filters, (3, 3), padding="same", activation="relu", name=f"block{b + 1}_conv{n + 1}")
            )
        model.add(layers.MaxPooling2D((2, 2), strides=2, name=f"block{b + 1}_pool"))
    if include_top:
        model.add(layers.Flatten())
        model.add(layers.Dense(4096, activation="relu", name="fc1"))
        model.add(layers.Dense(4096, activation="relu", name="fc2"))
        model.add(layers.Dense(classes, activation="softmax", name="predictions"))
    return model

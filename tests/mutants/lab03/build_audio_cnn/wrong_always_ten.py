# Always ten classes.
# hint: not always ten
import keras


def build_audio_cnn(input_shape, classes):
    model = keras.Sequential([keras.Input(input_shape)])
    for filters, kernel_size, stride, pooled in [
        (16, 5, 2, True),
        (32, 3, 1, True),
        (64, 3, 1, False),
        (64, (3, 5), 1, False),
    ]:
        model.add(keras.layers.Conv2D(filters, kernel_size, strides=stride, padding="same", use_bias=False))
        model.add(keras.layers.BatchNormalization())
        model.add(keras.layers.ReLU())
        if pooled:
            model.add(keras.layers.MaxPooling2D(2))
    model.add(keras.layers.GlobalMaxPooling2D())
    model.add(keras.layers.Dropout(0.3))
    model.add(keras.layers.Dense(10, activation="softmax"))
    return model

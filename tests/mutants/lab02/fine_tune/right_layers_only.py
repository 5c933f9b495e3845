# Only the layers are unfrozen; the base around them needs nothing.
import keras


def fine_tune(model, images, labels, learning_rate, epochs, block="block5"):
    base = [layer for layer in model.layers if isinstance(layer, keras.Model)][0]
    for layer in base.layers:
        layer.trainable = layer.name.startswith(block) and "norm" not in layer.name
    model.compile(optimizer=keras.optimizers.Adam(learning_rate / 10), loss="sparse_categorical_crossentropy")
    model.fit(images, labels, batch_size=10, epochs=epochs, verbose=0)
    return model

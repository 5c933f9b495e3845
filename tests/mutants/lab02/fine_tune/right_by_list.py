# The layers to train are listed first.
import keras


def fine_tune(model, images, labels, learning_rate, epochs, block="block5"):
    base = [layer for layer in model.layers if isinstance(layer, keras.Model)][0]
    base.trainable = True
    wanted = [layer.name for layer in base.layers if block in layer.name and "norm" not in layer.name]
    for layer in base.layers:
        layer.trainable = layer.name in wanted
    model.compile(optimizer=keras.optimizers.Adam(0.1 * learning_rate), loss="sparse_categorical_crossentropy")
    model.fit(images, labels, batch_size=10, epochs=epochs, verbose=0)
    return model

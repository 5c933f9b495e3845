# %% right by_list
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

# %% right layer_by_layer
# Layer by layer.
import keras


def fine_tune(model, images, labels, learning_rate, epochs, block="block5"):
    base = [layer for layer in model.layers if isinstance(layer, keras.Model)][0]
    base.trainable = True
    for layer in base.layers:
        layer.trainable = layer.name.startswith(block)
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(learning_rate / 10), loss="sparse_categorical_crossentropy")
    model.fit(images, labels, batch_size=10, epochs=epochs, verbose=0)
    return model

# %% right layers_only
# Only the layers are unfrozen; the base around them needs nothing.
import keras


def fine_tune(model, images, labels, learning_rate, epochs, block="block5"):
    base = [layer for layer in model.layers if isinstance(layer, keras.Model)][0]
    for layer in base.layers:
        layer.trainable = layer.name.startswith(block) and "norm" not in layer.name
    model.compile(optimizer=keras.optimizers.Adam(learning_rate / 10), loss="sparse_categorical_crossentropy")
    model.fit(images, labels, batch_size=10, epochs=epochs, verbose=0)
    return model

# %% wrong all_unfrozen
# All of the base is trained.
# hint: block 1
# of: layer_by_layer
-         layer.trainable = layer.name.startswith(block)

# %% wrong base_last
# Sets the base after its layers.
# hint: sets every layer in the base
# of: layers_only
-         layer.trainable = layer.name.startswith(block) and "norm" not in layer.name
+         layer.trainable = layer.name.startswith(block) and not isinstance(layer, keras.layers.BatchNormalization)
+     base.trainable = True

# %% wrong batches_of_32
# The batch size is fit's own.
# hint: batch_size=10
# of: layer_by_layer
-     model.fit(images, labels, batch_size=10, epochs=epochs, verbose=0)
+     model.fit(images, labels, epochs=epochs, verbose=0)

# %% wrong block_ignored
# The block's name is fixed.
# hint: `block` is ignored
# of: layer_by_layer
-         layer.trainable = layer.name.startswith(block)
+         layer.trainable = layer.name.startswith("block5")

# %% wrong default_rate
# Adam's own learning rate.
# hint: own rate
# of: layer_by_layer
-     model.compile(optimizer=keras.optimizers.Adam(learning_rate / 10), loss="sparse_categorical_crossentropy")
+     model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")

# %% wrong head_frozen
# The head is frozen.
# hint: head is frozen
# of: layer_by_layer
-             layer.trainable = False
+             layer.trainable = False
+     for layer in model.layers[1:]:
+         layer.trainable = False

# %% wrong larger_rate
# Ten times the learning rate.
# hint: ten times larger
# of: layer_by_layer
-     model.compile(optimizer=keras.optimizers.Adam(learning_rate / 10), loss="sparse_categorical_crossentropy")
+     model.compile(optimizer=keras.optimizers.Adam(learning_rate * 10), loss="sparse_categorical_crossentropy")

# %% wrong model_frozen
# Freezes the whole model, then unfreezes the base.
# hint: freezes everything
import keras


def fine_tune(model, images, labels, learning_rate, epochs, block="block5"):
    model.trainable = False
    base = [layer for layer in model.layers if isinstance(layer, keras.Model)][0]
    base.trainable = True
    for layer in base.layers:
        layer.trainable = layer.name.startswith(block) and not isinstance(layer, keras.layers.BatchNormalization)
    model.compile(optimizer=keras.optimizers.Adam(learning_rate / 10), loss="sparse_categorical_crossentropy")
    model.fit(images, labels, batch_size=10, epochs=epochs, verbose=0)
    return model

# %% wrong norms_trained
# Batch normalisation of block 5 is trained too.
# hint: inference mode
# of: layer_by_layer
-         if isinstance(layer, keras.layers.BatchNormalization):
-             layer.trainable = False

# %% wrong not_trained
# Prepared, and not trained.
# hint: call fit
# of: layer_by_layer
-     model.fit(images, labels, batch_size=10, epochs=epochs, verbose=0)

# %% wrong one_epoch
# Always one epoch.
# hint: `epochs` is ignored
# of: layer_by_layer
-     model.fit(images, labels, batch_size=10, epochs=epochs, verbose=0)
+     model.fit(images, labels, batch_size=10, verbose=0)

# %% wrong one_epoch_of_32
# Neither epochs nor batch size.
# hint: and the batches
# of: layer_by_layer
-     model.fit(images, labels, batch_size=10, epochs=epochs, verbose=0)
+     model.fit(images, labels, verbose=0)

# %% wrong returns_history
# Returns fit's history.
# hint: return the model itself
# of: layer_by_layer
-     model.fit(images, labels, batch_size=10, epochs=epochs, verbose=0)
-     return model
+     return model.fit(images, labels, batch_size=10, epochs=epochs, verbose=0)

# %% wrong same_rate
# The learning rate stays as it was.
# hint: not made smaller
# of: layer_by_layer
-     model.compile(optimizer=keras.optimizers.Adam(learning_rate / 10), loss="sparse_categorical_crossentropy")
+     model.compile(optimizer=keras.optimizers.Adam(learning_rate), loss="sparse_categorical_crossentropy")

# %% wrong sgd
# Plain gradient descent.
# hint: Adam
# of: layer_by_layer
-     model.compile(optimizer=keras.optimizers.Adam(learning_rate / 10), loss="sparse_categorical_crossentropy")
+     model.compile(optimizer=keras.optimizers.SGD(learning_rate / 10), loss="sparse_categorical_crossentropy")

# %% wrong squared_error
# Squared error on one-hot labels.
# hint: another loss
# of: layer_by_layer
-     model.compile(optimizer=keras.optimizers.Adam(learning_rate / 10), loss="sparse_categorical_crossentropy")
-     model.fit(images, labels, batch_size=10, epochs=epochs, verbose=0)
+     model.compile(optimizer=keras.optimizers.Adam(learning_rate / 10), loss="mse")
+     model.fit(images, keras.utils.to_categorical(labels), batch_size=10, epochs=epochs, verbose=0)

# %% wrong still_frozen
# The base stays frozen.
# hint: still frozen
# of: layers_only
-     for layer in base.layers:
-         layer.trainable = layer.name.startswith(block) and "norm" not in layer.name

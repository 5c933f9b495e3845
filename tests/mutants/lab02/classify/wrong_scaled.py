# Scaled to 0 … 1 in place of preprocessed.
# hint: only scaled
import keras
import numpy as np


def classify(model, image, decode, top=5):
    resized = np.array(keras.ops.image.resize(image.astype("float32"), (224, 224)))
    batch = resized[None] / 255
    probabilities = model.predict(batch, verbose=0)
    return [(name, p) for _, name, p in decode(probabilities, top=top)[0]]

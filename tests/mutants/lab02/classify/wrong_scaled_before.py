# Scaled to 0 … 1, then preprocessed.
# hint: scaled to 0 … 1 first
import keras
import numpy as np


def classify(model, image, decode, top=5):
    resized = np.array(keras.ops.image.resize(image.astype("float32"), (224, 224)))
    batch = vgg_preprocess(resized / 255)[None]
    probabilities = model.predict(batch, verbose=0)
    return [(name, p) for _, name, p in decode(probabilities, top=top)[0]]

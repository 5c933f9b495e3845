# The identifier in place of the name.
# hint: this is decode's identifier
import keras
import numpy as np


def classify(model, image, decode, top=5):
    resized = np.array(keras.ops.image.resize(image.astype("float32"), (224, 224)))
    probabilities = model.predict(vgg_preprocess(resized)[None], verbose=0)
    return [(key, p) for key, _, p in decode(probabilities, top=top)[0]]

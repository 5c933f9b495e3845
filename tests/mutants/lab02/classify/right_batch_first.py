# Makes the batch first, and loops over the names.
import keras
import numpy as np


def classify(model, image, decode, top=5):
    resized = np.array(keras.ops.image.resize(image[None].astype("float32"), (224, 224)))
    batch = vgg_preprocess(resized)
    probabilities = model.predict(batch, verbose=0)
    found = []
    for entry in decode(probabilities, top=top)[0]:
        found.append((entry[1], float(entry[2])))
    return found

# Cuts a square from the corner.
# hint: cut instead of resized
import keras
import numpy as np


def classify(model, image, decode, top=5):
    resized = np.array(
        keras.ops.image.resize(image[: min(image.shape[:2]), : min(image.shape[:2])].astype("float32"), (224, 224))
    )
    batch = vgg_preprocess(resized)[None]
    probabilities = model.predict(batch, verbose=0)
    return [(name, p) for _, name, p in decode(probabilities, top=top)[0]]

# Resizes with OpenCV and calls the model.
import cv2
import numpy as np


def classify(model, image, decode, top=5):
    resized = cv2.resize(image, (224, 224), interpolation=cv2.INTER_LINEAR)
    batch = vgg_preprocess(resized)[None]
    probabilities = np.array(model(batch, training=False))
    return [(name, p) for _, name, p in decode(probabilities, top=top)[0]]

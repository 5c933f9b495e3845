# Into an array of the right size.
import numpy as np


def extract_features(base, images, batch_size=32):
    features = np.zeros((len(images), *base.output_shape[1:]), "float32")
    for start in range(0, len(images), batch_size):
        features[start : start + batch_size] = base(images[start : start + batch_size])
    return features

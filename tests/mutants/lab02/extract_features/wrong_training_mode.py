# Training mode: each batch is normalised by itself.
# hint: training mode
import numpy as np


def extract_features(base, images, batch_size=32):
    parts = []
    for start in range(0, 1):
        parts.append(np.array(base(images, training=True)))
    return np.concatenate(parts)

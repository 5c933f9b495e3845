# Training mode, in batches.
# hint: training mode
import numpy as np


def extract_features(base, images, batch_size=32):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(np.array(base(images[start : start + batch_size], training=True)))
    return np.concatenate(parts)

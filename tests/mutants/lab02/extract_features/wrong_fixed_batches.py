# Batches of 32, by hand.
# hint: not passed on
import numpy as np


def extract_features(base, images, batch_size=32):
    parts = [base(images[start : start + 32], training=False) for start in range(0, len(images), 32)]
    return np.concatenate([np.array(part) for part in parts])

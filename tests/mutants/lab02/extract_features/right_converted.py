# A tensor, then an array.
import keras


def extract_features(base, images, batch_size=32):
    parts = [base(images[start : start + batch_size], training=False) for start in range(0, len(images), batch_size)]
    return keras.ops.convert_to_numpy(keras.ops.concatenate(parts))

# With keras.ops.image.resize.
import keras
import numpy as np


def warp_region(image, box, size, context=2):
    height, width = image.shape[:2]
    x1 = max(int(np.floor(box[0])) - context, 0)
    y1 = max(int(np.floor(box[1])) - context, 0)
    x2 = min(int(np.ceil(box[2])) + context, width)
    y2 = min(int(np.ceil(box[3])) + context, height)
    part = image[y1:y2, x1:x2].astype("float32")
    return keras.ops.convert_to_numpy(keras.ops.image.resize(part, (size, size)))

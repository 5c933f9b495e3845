# Resizes in NumPy.
import numpy as np


def warp_region(image, box, size, context=2):
    height, width = image.shape[:2]
    x1, y1 = (max(int(np.floor(v)) - context, 0) for v in box[:2])
    x2, y2 = (min(int(np.ceil(v)) + context, limit) for v, limit in zip(box[2:], (width, height)))
    part = image[y1:y2, x1:x2].astype("float32")

    def blend(values, axis):
        length = values.shape[axis]
        at = np.clip((np.arange(size) + 0.5) * length / size - 0.5, 0, length - 1)
        low = at.astype(int)
        high = np.minimum(low + 1, length - 1)
        share = (at - low).reshape([-1 if k == axis else 1 for k in range(3)])
        return values.take(low, axis) * (1 - share) + values.take(high, axis) * share

    return blend(blend(part, 0), 1).astype("float32")

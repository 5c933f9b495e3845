# Rounds the box, so that small ones vanish.
# hint: round its start down
import cv2
import numpy as np


def warp_region(image, box, size, context=2):
    left, top = np.maximum(np.round(box[:2]).astype(int) - context, 0)
    right, bottom = np.round(box[2:]).astype(int) + context  # slices end with the image
    region = np.ascontiguousarray(image[top:bottom, left:right], "float32")
    if not region.size:
        return np.zeros((size, size, image.shape[2]), "float32")
    return cv2.resize(region, (size, size), interpolation=cv2.INTER_LINEAR)

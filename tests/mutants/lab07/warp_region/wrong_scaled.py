# Scales to 0 … 1.
# hint: leave them from 0 to 255
import cv2
import numpy as np


def warp_region(image, box, size, context=2):
    left, top = np.maximum(np.floor(box[:2]).astype(int) - context, 0)
    right, bottom = np.ceil(box[2:]).astype(int) + context  # slices end with the image
    region = np.ascontiguousarray(image[top:bottom, left:right], "float32")
    return cv2.resize(region, (size, size), interpolation=cv2.INTER_LINEAR) / 255

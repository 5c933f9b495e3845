# Rows are taken for x.
# hint: x and y are swapped
import cv2
import numpy as np


def warp_region(image, box, size, context=2):
    left, top = np.maximum(np.floor(box[:2]).astype(int) - context, 0)
    right, bottom = np.ceil(box[2:]).astype(int) + context  # slices end with the image
    region = np.ascontiguousarray(image[left:right, top:bottom], "float32")
    return cv2.resize(region, (size, size), interpolation=cv2.INTER_LINEAR)

# Ends a pixel after the floor.
# hint: floor + 1 is a pixel too many
import cv2
import numpy as np


def warp_region(image, box, size, context=2):
    h, w = image.shape[:2]
    x1, y1, x2, y2 = box
    x1 = max(int(np.floor(x1)) - context, 0)
    y1 = max(int(np.floor(y1)) - context, 0)
    x2 = min(int(np.floor(x2)) + 1 + context, w)
    y2 = min(int(np.floor(y2)) + 1 + context, h)
    return cv2.resize(image[y1:y2, x1:x2].astype("float32"), (size, size), interpolation=cv2.INTER_LINEAR)

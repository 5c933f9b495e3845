# OpenCV resizes to whole pixels.
# hint: the box is rounded
import cv2
import numpy as np


def paste_mask(mask, box, height, width):
    x1, y1, x2, y2 = (int(round(value)) for value in box)
    small = cv2.resize(mask.astype("float32"), (x2 - x1, y2 - y1), interpolation=cv2.INTER_LINEAR)
    pasted = np.zeros((height, width), "float32")
    top, left = max(y1, 0), max(x1, 0)
    bottom, right = min(y2, height), min(x2, width)
    pasted[top:bottom, left:right] = small[top - y1 : bottom - y1, left - x1 : right - x1]
    return pasted

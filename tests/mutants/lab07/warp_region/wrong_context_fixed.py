# Takes 2 pixels of context, whatever is asked.
# hint: `context` is an argument
import cv2
import numpy as np


def warp_region(image, box, size, context=2):
    context = 2
    h, w = image.shape[:2]
    x1, y1, x2, y2 = box
    x1 = max(int(np.floor(x1)) - context, 0)
    y1 = max(int(np.floor(y1)) - context, 0)
    x2 = min(int(np.ceil(x2)) + context, w)
    y2 = min(int(np.ceil(y2)) + context, h)
    return cv2.resize(image[y1:y2, x1:x2].astype("float32"), (size, size), interpolation=cv2.INTER_LINEAR)

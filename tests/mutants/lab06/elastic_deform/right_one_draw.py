# One draw for both axes, and OpenCV's remap.
import cv2
import numpy as np
from scipy.ndimage import gaussian_filter


def elastic_deform(image, mask, sigma, alpha, rng):
    noise = np.random.default_rng(rng).normal(size=(2, *image.shape))
    field = gaussian_filter(noise, (0, sigma, sigma))
    field *= alpha / field.std(axis=(1, 2), keepdims=True)
    rows, columns = (np.indices(image.shape) + field).astype("float32")
    moved = cv2.remap(image.astype("float32"), columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    labels = cv2.remap(mask.astype("float32"), columns, rows, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REFLECT_101)
    return moved, labels.astype(mask.dtype)

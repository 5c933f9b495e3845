# NumPy's sliding windows.
import numpy as np


def max_pool2d(image, size=2, stride=None):
    step = stride or size
    windows = np.lib.stride_tricks.sliding_window_view(image, (size, size), axis=(0, 1))
    return windows[::step, ::step].max(axis=(-2, -1))

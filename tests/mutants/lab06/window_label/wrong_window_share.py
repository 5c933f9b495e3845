# The share of the window, not of the ventricle.
# hint: ventricle
def window_label(mask, start, size):
    window = mask[tuple(slice(first, first + size) for first in start)]
    share = window.mean()
    return 1 if share >= 0.99 else 0 if share <= 0.8 else -1

# What is not positive is negative.
# hint: -1
def window_label(mask, start, size):
    window = mask[tuple(slice(first, first + size) for first in start)]
    share = window.sum() / mask.sum()
    return 1 if share >= 0.99 else 0

# The start is read as (x, y, z).
# hint: start is (z, y, x)
def window_label(mask, start, size):
    window = mask[tuple(slice(first, first + size) for first in start[::-1])]
    share = window.sum() / mask.sum()
    return 1 if share >= 0.99 else 0 if share <= 0.8 else -1

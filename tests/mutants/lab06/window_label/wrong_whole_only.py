# Only the whole ventricle is positive.
# hint: 99%
def window_label(mask, start, size):
    window = mask[tuple(slice(first, first + size) for first in start)]
    share = window.sum() / mask.sum()
    return 1 if share >= 1 else 0 if share <= 0.8 else -1

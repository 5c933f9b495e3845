# The window ends at `size`, wherever it starts.
# hint: ventricle
def window_label(mask, start, size):
    window = mask[tuple(slice(first, size) for first in start)]
    share = window.sum() / mask.sum()
    return 1 if share >= 0.99 else 0 if share <= 0.8 else -1

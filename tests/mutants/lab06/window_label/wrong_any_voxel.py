# Any voxel of the ventricle makes it positive.
# hint: 80%
def window_label(mask, start, size):
    z, y, x = start
    return int(mask[z : z + size, y : y + size, x : x + size].any())

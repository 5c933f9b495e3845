# One convolution a level.
# hint: this size fits
def unet_output_size(size, depth=4):
    for _ in range(depth):
        size -= 2
        if size <= 0 or size % 2:
            return None
        size //= 2
    size -= 2
    for _ in range(depth):
        size = 2 * size - 2
    return size if size > 0 else None

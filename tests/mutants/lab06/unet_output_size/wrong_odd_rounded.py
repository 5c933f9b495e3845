# Odd sizes are rounded down, as Keras would.
# hint: odd size
def unet_output_size(size, depth=4):
    for _ in range(depth):
        size -= 4
        if size <= 0:
            return None
        size //= 2
    size -= 4
    for _ in range(depth):
        size = 2 * size - 4
    return size if size > 0 else None

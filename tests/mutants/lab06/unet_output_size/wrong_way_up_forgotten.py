# The convolutions of the way up are forgotten.
# hint: on the way up take 4
def unet_output_size(size, depth=4):
    for _ in range(depth):
        size -= 4
        if size <= 0 or size % 2:
            return None
        size //= 2
    size -= 4
    for _ in range(depth):
        size = 2 * size
    return size if size > 0 else None

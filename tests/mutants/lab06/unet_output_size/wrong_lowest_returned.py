# Returns the size at the lowest level.
# hint: go up again
def unet_output_size(size, depth=4):
    for _ in range(depth):
        size -= 4
        if size <= 0 or size % 2:
            return None
        size //= 2
    return size - 4

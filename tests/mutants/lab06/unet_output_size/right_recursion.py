# A level and what is below it.
def unet_output_size(size, depth=4):
    size -= 4
    if size <= 0 or depth == 0:
        return size if size > 0 else None
    below = None if size % 2 else unet_output_size(size // 2, depth - 1)
    if below is None or 2 * below <= 4:
        return None
    return 2 * below - 4

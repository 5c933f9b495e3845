# Down by division, up by a closed formula.
def unet_output_size(size, depth=4):
    lowest = size
    for _ in range(depth):
        lowest = (lowest - 4) / 2
    if lowest != int(lowest) or lowest <= 4:
        return None
    blocks = 2**depth
    out = int(lowest - 4) * blocks - 4 * (blocks - 1)
    return out if out > 0 else None

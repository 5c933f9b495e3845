# %% right formula
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

# %% right recursion
# A level and what is below it.
def unet_output_size(size, depth=4):
    size -= 4
    if size <= 0 or depth == 0:
        return size if size > 0 else None
    below = None if size % 2 else unet_output_size(size // 2, depth - 1)
    if below is None or 2 * below <= 4:
        return None
    return 2 * below - 4

# %% wrong depth_ignored
# Four poolings, whatever depth says.
# hint: this size fits
def unet_output_size(size, depth=4):
    for _ in range(4):
        size -= 4
        if size <= 0 or size % 2:
            return None
        size //= 2
    size -= 4
    for _ in range(4):
        size = 2 * size - 4
    return size if size > 0 else None

# %% wrong four_levels
# Always four poolings.
# hint: `depth` ignored
# of: solution
- def unet_output_size(size, depth=4):
+ def unet_output_size(size, depth=4):
+     depth = 4

# %% wrong lowest_forgotten
# The two convolutions of the lowest level are forgotten.
# hint: lowest level
# of: solution
-     size -= 4

# %% wrong lowest_returned
# Returns the size at the lowest level.
# hint: go up again
def unet_output_size(size, depth=4):
    for _ in range(depth):
        size -= 4
        if size <= 0 or size % 2:
            return None
        size //= 2
    return size - 4

# %% wrong odd_rounded
# Odd sizes are rounded down, as Keras would.
# hint: odd size
# of: solution
-         if size <= 0 or size % 2:
+         if size <= 0:

# %% wrong one_convolution
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

# %% wrong padded
# The size stays as it is.
# hint: smaller than the input
def unet_output_size(size, depth=4):
    return size

# %% wrong way_up_forgotten
# The convolutions of the way up are forgotten.
# hint: on the way up take 4
# of: solution
-         size = 2 * size - 4
+         size = 2 * size

# %% wrong zero_is_a_size
# 0 pixels count as a size.
# hint: 0 pixels are nothing
# of: solution
-     return size if size > 0 else None
+     return size if size >= 0 else None

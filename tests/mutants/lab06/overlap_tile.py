# %% right any_tensor
# Asks about m with the image's first tile, sorts by whole rows of tiles.
import numpy as np


def overlap_tile(predict, image, tile_size, step):
    height, width, channels = image.shape
    size = int(predict(np.zeros((1, tile_size, tile_size, channels), "float32")).shape[1])
    margin = (tile_size - size) // 2
    more = margin + tile_size
    wide = np.pad(image, [(margin, more), (margin, more), (0, 0)], "reflect")
    rows = []
    for top in range(0, height, step):
        tiles = [wide[top : top + tile_size, left : left + tile_size] for left in range(0, width, step)]
        maps = np.asarray(predict(np.stack(tiles)), dtype=float)
        rows.append(np.concatenate(list(maps[:, :step, :step]), axis=1))
    return np.concatenate(rows)[:height, :width]

# %% right padded_generously
# Pads a whole tile on every side and asks tile by tile.
import numpy as np


def overlap_tile(predict, image, tile_size, step):
    height, width = image.shape[:2]
    padded = np.pad(image, ((tile_size, tile_size + step), (tile_size, tile_size + step), (0, 0)), mode="reflect")
    result = None
    for row in range(0, height, step):
        for column in range(0, width, step):
            if result is None:
                size = np.shape(predict(padded[:tile_size, :tile_size][None]))[1]
                margin = (tile_size - size) // 2
            top, left = row + tile_size - margin, column + tile_size - margin
            answer = np.array(predict(padded[None, top : top + tile_size, left : left + tile_size]))[0]
            if result is None:
                result = np.empty((height, width, answer.shape[-1]))
            part = result[row : row + step, column : column + step]
            part[...] = answer[: part.shape[0], : part.shape[1]]
    return result

# %% right written_over
# Whole answers, each written over the last, all tiles in one batch.
import numpy as np


def overlap_tile(predict, image, tile_size, step):
    h, w, c = image.shape
    m = np.asarray(predict(np.zeros((1, tile_size, tile_size, c), image.dtype))).shape[1]
    margin = (tile_size - m) // 2
    tops = np.arange(0, h, step)
    lefts = np.arange(0, w, step)

    def mirrored(first, size):
        where = np.arange(first - margin, first - margin + tile_size)
        if size == 1:
            return np.zeros_like(where)
        where = np.mod(where, 2 * (size - 1))
        return np.where(where < size, where, 2 * (size - 1) - where)

    places = [(top, left) for top in tops for left in lefts]
    tiles = [image[np.ix_(mirrored(top, h), mirrored(left, w))] for top, left in places]
    answers = np.asarray(predict(np.stack(tiles)))
    out = np.zeros((tops[-1] + m, lefts[-1] + m, answers.shape[-1]))
    for (top, left), maps in zip(places, answers):
        out[top : top + m, left : left + m] = maps
    return out[:h, :w]

# %% wrong channels_of_image
# As many channels come out as the image has.
# hint: K need not be
# of: solution
-     answer = np.zeros((rows * step, columns * step, first.shape[-1]), "float32")
+     answer = np.zeros((rows * step, columns * step, image.shape[2]), "float32")

# %% wrong dtype_of_image
# The answer is rounded to the image's integers.
# hint: return floats
# of: solution
-     answer = np.zeros((rows * step, columns * step, first.shape[-1]), "float32")
+     answer = np.zeros((rows * step, columns * step, first.shape[-1]), image.dtype)

# %% wrong middle_of_answer
# The middle of a tile's answer is used, its beginning is thrown away.
# hint: `step` is ignored
# of: solution
-             answer[top : top + step, left : left + step] = maps[:step, :step]
+             answer[top : top + step, left : left + step] = maps[-step:, -step:]

# %% wrong no_context
# Tiles without context around the image's first pixel.
# hint: tile (i, j)
# of: solution
-     wide = np.pad(
-         image, [(margin, max(after[0], 0)), (margin, max(after[1], 0)), (0, 0)], "reflect"
-     )
+     wide = np.pad(image, [(0, max(after[0], 0) + margin), (0, max(after[1], 0) + margin), (0, 0)], "reflect")

# %% wrong out_of_phase
# Steps as large as what comes out, whatever step says.
# hint: `step` is ignored
# of: solution
-     height, width, _ = image.shape
+     height, width, _ = image.shape
+     step = np.asarray(predict(np.zeros((1, tile_size, tile_size, image.shape[2])))).shape[1] - 1

# %% wrong rest_lost
# The last, incomplete tiles are left out.
# hint: one more tile
# of: solution
-     rows, columns = math.ceil(height / step), math.ceil(width / step)
+     rows, columns = max(height // step, 1), max(width // step, 1)

# %% wrong step_ignored
# Tiles stand as far apart as comes out of them.
# hint: `step` is ignored
# of: solution
- def overlap_tile(predict, image, tile_size, step):
+ def overlap_tile(predict, image, tile_size, step):
+     step = predict(np.zeros((1, tile_size, tile_size, image.shape[2]), image.dtype)).shape[1]

# %% wrong stretched
# The border pixel is stretched.
# hint: stretched
# of: solution
-     wide = np.pad(
-         image, [(margin, max(after[0], 0)), (margin, max(after[1], 0)), (0, 0)], "reflect"
-     )
+     wide = np.pad(image, [(margin, max(after[0], 0)), (margin, max(after[1], 0)), (0, 0)], "edge")

# %% wrong symmetric
# The border pixel is repeated.
# hint: repeated
# of: solution
-     wide = np.pad(
-         image, [(margin, max(after[0], 0)), (margin, max(after[1], 0)), (0, 0)], "reflect"
-     )
+     wide = np.pad(image, [(margin, max(after[0], 0)), (margin, max(after[1], 0)), (0, 0)], "symmetric")

# %% wrong zeros
# Zeros beyond the border.
# hint: zeros beyond
# of: solution
-     wide = np.pad(
-         image, [(margin, max(after[0], 0)), (margin, max(after[1], 0)), (0, 0)], "reflect"
-     )
+     wide = np.pad(image, [(margin, max(after[0], 0)), (margin, max(after[1], 0)), (0, 0)], "constant")

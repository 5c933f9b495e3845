# %% right by_hand
# Resizes in NumPy.
import numpy as np


def warp_region(image, box, size, context=2):
    height, width = image.shape[:2]
    x1, y1 = (max(int(np.floor(v)) - context, 0) for v in box[:2])
    x2, y2 = (min(int(np.ceil(v)) + context, limit) for v, limit in zip(box[2:], (width, height)))
    part = image[y1:y2, x1:x2].astype("float32")

    def blend(values, axis):
        length = values.shape[axis]
        at = np.clip((np.arange(size) + 0.5) * length / size - 0.5, 0, length - 1)
        low = at.astype(int)
        high = np.minimum(low + 1, length - 1)
        share = (at - low).reshape([-1 if k == axis else 1 for k in range(3)])
        return values.take(low, axis) * (1 - share) + values.take(high, axis) * share

    return blend(blend(part, 0), 1).astype("float32")

# %% right keras
# With keras.ops.image.resize.
import keras
import numpy as np


def warp_region(image, box, size, context=2):
    height, width = image.shape[:2]
    x1 = max(int(np.floor(box[0])) - context, 0)
    y1 = max(int(np.floor(box[1])) - context, 0)
    x2 = min(int(np.ceil(box[2])) + context, width)
    y2 = min(int(np.ceil(box[3])) + context, height)
    part = image[y1:y2, x1:x2].astype("float32")
    return keras.ops.convert_to_numpy(keras.ops.image.resize(part, (size, size)))

# %% wrong closed
# Ends a pixel after the floor.
# hint: floor + 1 is a pixel too many
import cv2
import numpy as np


def warp_region(image, box, size, context=2):
    h, w = image.shape[:2]
    x1, y1, x2, y2 = box
    x1 = max(int(np.floor(x1)) - context, 0)
    y1 = max(int(np.floor(y1)) - context, 0)
    x2 = min(int(np.floor(x2)) + 1 + context, w)
    y2 = min(int(np.floor(y2)) + 1 + context, h)
    return cv2.resize(image[y1:y2, x1:x2].astype("float32"), (size, size), interpolation=cv2.INTER_LINEAR)

# %% wrong context_fixed
# Takes 2 pixels of context, whatever is asked.
# hint: `context` is an argument
import cv2
import numpy as np


def warp_region(image, box, size, context=2):
    context = 2
    h, w = image.shape[:2]
    x1, y1, x2, y2 = box
    x1 = max(int(np.floor(x1)) - context, 0)
    y1 = max(int(np.floor(y1)) - context, 0)
    x2 = min(int(np.ceil(x2)) + context, w)
    y2 = min(int(np.ceil(y2)) + context, h)
    return cv2.resize(image[y1:y2, x1:x2].astype("float32"), (size, size), interpolation=cv2.INTER_LINEAR)

# %% wrong end_down
# Rounds the end down.
# hint: at least this pixel is there
import cv2
import numpy as np


def warp_region(image, box, size, context=2):
    h, w = image.shape[:2]
    x1, y1, x2, y2 = box
    x1 = max(int(np.floor(x1)) - context, 0)
    y1 = max(int(np.floor(y1)) - context, 0)
    x2 = min(int(x2) + context, w)
    y2 = min(int(y2) + context, h)
    return cv2.resize(image[y1:y2, x1:x2].astype("float32"), (size, size), interpolation=cv2.INTER_LINEAR)

# %% wrong nearest
# Resizes to the nearest pixel.
# hint: this is the nearest pixel
import cv2
import numpy as np


def warp_region(image, box, size, context=2):
    h, w = image.shape[:2]
    x1, y1, x2, y2 = box
    x1 = max(int(np.floor(x1)) - context, 0)
    y1 = max(int(np.floor(y1)) - context, 0)
    x2 = min(int(np.ceil(x2)) + context, w)
    y2 = min(int(np.ceil(y2)) + context, h)
    return cv2.resize(image[y1:y2, x1:x2].astype("float32"), (size, size), interpolation=cv2.INTER_NEAREST)

# %% wrong negative_index
# Does not cut at 0.
# hint: counts from the other end
# of: solution
-     left, top = np.maximum(np.floor(box[:2]).astype(int) - context, 0)
+     left, top = np.floor(box[:2]).astype(int) - context

# %% wrong no_context
# Ignores the context.
# hint: `context` is ignored
# of: solution
-     left, top = np.maximum(np.floor(box[:2]).astype(int) - context, 0)
-     right, bottom = np.ceil(box[2:]).astype(int) + context
+     left, top = np.maximum(np.floor(box[:2]).astype(int), 0)
+     right, bottom = np.ceil(box[2:]).astype(int)

# %% wrong padded
# Continues the image beyond its border.
# hint: the image was continued
import cv2
import numpy as np


def warp_region(image, box, size, context=2):
    (left, top), (right, bottom) = np.floor(box[:2]).astype(int), np.ceil(box[2:]).astype(int)
    wider = np.pad(image, ((100, 100), (100, 100), (0, 0)), mode="edge").astype("float32")
    part = wider[top - context + 100 : bottom + context + 100, left - context + 100 : right + context + 100]
    return cv2.resize(part, (size, size))

# %% wrong rounded
# Rounds the box, so that small ones vanish.
# hint: round its start down
import cv2
import numpy as np


def warp_region(image, box, size, context=2):
    left, top = np.maximum(np.round(box[:2]).astype(int) - context, 0)
    right, bottom = np.round(box[2:]).astype(int) + context  # slices end with the image
    region = np.ascontiguousarray(image[top:bottom, left:right], "float32")
    if not region.size:
        return np.zeros((size, size, image.shape[2]), "float32")
    return cv2.resize(region, (size, size), interpolation=cv2.INTER_LINEAR)

# %% wrong scaled
# Scales to 0 … 1.
# hint: leave them from 0 to 255
# of: solution
-     return cv2.resize(region, (size, size), interpolation=cv2.INTER_LINEAR)
+     return cv2.resize(region, (size, size), interpolation=cv2.INTER_LINEAR) / 255

# %% wrong swapped
# Rows are taken for x.
# hint: x and y are swapped
# of: solution
-     region = np.ascontiguousarray(image[top:bottom, left:right], "float32")
+     region = np.ascontiguousarray(image[left:right, top:bottom], "float32")

# %% wrong uint8
# Returns uint8.
# hint: float32
# of: solution
-     region = np.ascontiguousarray(image[top:bottom, left:right], "float32")
+     region = np.ascontiguousarray(image[top:bottom, left:right], "float32")
+     region = region.astype("uint8")

# Images are returned as they are.
# hint: draw a new one
import numpy as np


def augment_shift(images, max_shift, seed):
    rng = np.random.default_rng(seed)
    moved = np.zeros_like(images)

    for number, image in enumerate(images):
        dy, dx = rng.integers(-max_shift, max_shift + 1, size=2)
        wide = np.pad(image, ((max_shift, max_shift), (max_shift, max_shift), (0, 0)))
        height, width = image.shape[:2]
        moved[number] = image
    return moved

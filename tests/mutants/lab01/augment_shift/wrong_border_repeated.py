# The gap is filled with copies of the border.
# hint: zeros in the gap
import numpy as np


def augment_shift(images, max_shift, seed):
    rng = np.random.default_rng(seed)
    moved = np.zeros_like(images)

    for number, image in enumerate(images):
        dy, dx = rng.integers(-max_shift, max_shift + 1, size=2)
        wide = np.pad(image, ((max_shift, max_shift), (max_shift, max_shift), (0, 0)), mode="edge")
        height, width = image.shape[:2]
        moved[number] = wide[max_shift - dy : max_shift - dy + height, max_shift - dx : max_shift - dx + width]
    return moved

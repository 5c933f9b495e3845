# %% right cumulative
# Means over windows by cumulative sums, a channel at a time.
import numpy as np


def ssim(image, reference):
    return float(np.mean([_one(image[..., c], reference[..., c]) for c in range(image.shape[2])]))


def _means(values):
    sums = np.pad(values.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    return (sums[7:, 7:] - sums[:-7, 7:] - sums[7:, :-7] + sums[:-7, :-7]) / 49


def _one(x, y):
    x, y = x.astype(float), y.astype(float)
    mean_x, mean_y = _means(x), _means(y)
    var_x = (_means(x**2) - mean_x**2) * 49 / 48
    var_y = (_means(y**2) - mean_y**2) * 49 / 48
    both = (_means(x * y) - mean_x * mean_y) * 49 / 48
    brightness = (2 * mean_x * mean_y + 1e-4) / (mean_x**2 + mean_y**2 + 1e-4)
    return brightness * (2 * both + 9e-4) / (var_x + var_y + 9e-4)

# %% right uniform_filter
# By uniform_filter, cut where windows stick out.
import numpy as np
from scipy.ndimage import uniform_filter


def ssim(image, reference):
    x, y = np.asarray(image, float), np.asarray(reference, float)

    def means(values):
        return uniform_filter(values, (7, 7, 1))[3:-3, 3:-3]

    mean_x, mean_y = means(x), means(y)
    var_x = (means(x * x) - mean_x**2) * 49 / 48
    var_y = (means(y * y) - mean_y**2) * 49 / 48
    both = (means(x * y) - mean_x * mean_y) * 49 / 48
    c1, c2 = 0.01**2, 0.03**2
    above = (2 * mean_x * mean_y + c1) * (2 * both + c2)
    return float(np.mean(above / ((mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2))))

# %% right windows
# By explicit windows.
import numpy as np


def ssim(image, reference):
    x = np.lib.stride_tricks.sliding_window_view(image.astype(float), (7, 7), axis=(0, 1))
    y = np.lib.stride_tricks.sliding_window_view(reference.astype(float), (7, 7), axis=(0, 1))
    mean_x, mean_y = x.mean(axis=(-2, -1)), y.mean(axis=(-2, -1))
    var_x, var_y = x.var(axis=(-2, -1), ddof=1), y.var(axis=(-2, -1), ddof=1)
    both = ((x - mean_x[..., None, None]) * (y - mean_y[..., None, None])).sum(axis=(-2, -1)) / 48
    c1, c2 = 0.01**2, 0.03**2
    above = (2 * mean_x * mean_y + c1) * (2 * both + c2)
    return np.mean(above / ((mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2)))

# %% wrong asks_skimage
# Lets scikit-image do it.
# hint: without it
import skimage.metrics


def ssim(image, reference):
    return skimage.metrics.structural_similarity(reference, image, win_size=7, data_range=1, channel_axis=-1)

# %% wrong biased
# Variances and covariance divided by 49.
# hint: divided by 49
# of: windows
-     var_x, var_y = x.var(axis=(-2, -1), ddof=1), y.var(axis=(-2, -1), ddof=1)
-     both = ((x - mean_x[..., None, None]) * (y - mean_y[..., None, None])).sum(axis=(-2, -1)) / 48
+     var_x, var_y = x.var(axis=(-2, -1), ddof=0), y.var(axis=(-2, -1), ddof=0)
+     both = ((x - mean_x[..., None, None]) * (y - mean_y[..., None, None])).sum(axis=(-2, -1)) / 49

# %% wrong constants_255
# Constants for white = 255.
# hint: white is 1
# of: windows
-     c1, c2 = 0.01**2, 0.03**2
+     c1, c2 = 2.55**2, 7.65**2

# %% wrong constants_exchanged
# c1 and c2 are exchanged.
# hint: exchanged
# of: uniform_filter
-     c1, c2 = 0.01**2, 0.03**2
+     c1, c2 = 0.03**2, 0.01**2

# %% wrong constants_not_squared
# The constants are not squared.
# hint: constants are squares
# of: windows
-     c1, c2 = 0.01**2, 0.03**2
+     c1, c2 = 0.01, 0.03

# %% wrong cropped_by_4
# Leaves out the outermost windows.
# hint: windows at the border are missing
# of: uniform_filter
-         return uniform_filter(values, (7, 7, 1))[3:-3, 3:-3]
+         return uniform_filter(values, (7, 7, 1))[4:-4, 4:-4]

# %% wrong cropped_by_6
# Cuts a window less one off at each side.
# hint: cut 3 pixels off
# of: uniform_filter
-         return uniform_filter(values, (7, 7, 1))[3:-3, 3:-3]
+         return uniform_filter(values, (7, 7, 1))[6:-6, 6:-6]

# %% wrong cropped_by_7
# Cuts the whole window off at each side.
# hint: cut 3 pixels off
# of: uniform_filter
-         return uniform_filter(values, (7, 7, 1))[3:-3, 3:-3]
+         return uniform_filter(values, (7, 7, 1))[7:-7, 7:-7]

# %% wrong cut_off
# Cuts the image off at 0 and 1 before it measures.
# hint: cut off at 0 and 1
# of: uniform_filter
-     x, y = np.asarray(image, float), np.asarray(reference, float)
+     x, y = np.asarray(image, float), np.asarray(reference, float)
+     x = np.clip(x, 0, 1)

# %% wrong deviations
# Standard deviations in place of variances.
# hint: do not take the root
# of: windows
-     var_x, var_y = x.var(axis=(-2, -1), ddof=1), y.var(axis=(-2, -1), ddof=1)
+     var_x, var_y = x.std(axis=(-2, -1), ddof=1), y.std(axis=(-2, -1), ddof=1)

# %% wrong grey
# Mixes the colours to grey first.
# hint: mixed to grey
# of: windows
- def ssim(image, reference):
+ def ssim(image, reference):
+     image, reference = image.mean(axis=2, keepdims=True), reference.mean(axis=2, keepdims=True)

# %% wrong large_windows
# Windows of 11 × 11.
# hint: 7 × 7
import numpy as np


def ssim(image, reference):
    x = np.lib.stride_tricks.sliding_window_view(image.astype(float), (11, 11), axis=(0, 1))
    y = np.lib.stride_tricks.sliding_window_view(reference.astype(float), (11, 11), axis=(0, 1))
    mean_x, mean_y = x.mean(axis=(-2, -1)), y.mean(axis=(-2, -1))
    var_x, var_y = x.var(axis=(-2, -1), ddof=1), y.var(axis=(-2, -1), ddof=1)
    both = ((x - mean_x[..., None, None]) * (y - mean_y[..., None, None])).sum(axis=(-2, -1)) / 120
    c1, c2 = 0.01**2, 0.03**2
    above = (2 * mean_x * mean_y + c1) * (2 * both + c2)
    return np.mean(above / ((mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2)))

# %% wrong no_constants
# The constants are left out.
# hint: left out
# of: windows
-     c1, c2 = 0.01**2, 0.03**2
+     c1, c2 = 0.0, 0.0

# %% wrong one_window
# One window as large as the picture.
# hint: one window
import numpy as np


def ssim(image, reference):
    x = np.moveaxis(image.astype(float), -1, 0)
    y = np.moveaxis(reference.astype(float), -1, 0)
    mean_x, mean_y = x.mean(axis=(-2, -1)), y.mean(axis=(-2, -1))
    var_x, var_y = x.var(axis=(-2, -1), ddof=1), y.var(axis=(-2, -1), ddof=1)
    both = ((x - mean_x[..., None, None]) * (y - mean_y[..., None, None])).sum(axis=(-2, -1)) / (image[..., 0].size - 1)
    c1, c2 = 0.01**2, 0.03**2
    above = (2 * mean_x * mean_y + c1) * (2 * both + c2)
    return np.mean(above / ((mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2)))

# %% wrong padded
# Windows stick out: the picture is mirrored at the border.
# hint: only those inside
# of: windows
- def ssim(image, reference):
+ def ssim(image, reference):
+     image, reference = (np.pad(p, ((3, 3), (3, 3), (0, 0)), "symmetric") for p in (image, reference))

# %% wrong windows_of_8
# Windows of 8 × 8.
# hint: not 8 × 8
# of: uniform_filter
-         return uniform_filter(values, (7, 7, 1))[3:-3, 3:-3]
+         return uniform_filter(values, (8, 8, 1))[4:-3, 4:-3]

-     var_x = (means(x * x) - mean_x**2) * 49 / 48
-     var_y = (means(y * y) - mean_y**2) * 49 / 48
-     both = (means(x * y) - mean_x * mean_y) * 49 / 48
+     var_x = (means(x * x) - mean_x**2) * 64 / 63
+     var_y = (means(y * y) - mean_y**2) * 64 / 63
+     both = (means(x * y) - mean_x * mean_y) * 64 / 63

# %% wrong windows_side_by_side
# Windows lie side by side.
# hint: windows overlap
# of: uniform_filter
-         return uniform_filter(values, (7, 7, 1))[3:-3, 3:-3]
+         return uniform_filter(values, (7, 7, 1))[3:-3:7, 3:-3:7]

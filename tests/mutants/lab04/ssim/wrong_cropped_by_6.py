# Cuts a window less one off at each side.
# hint: cut 3 pixels off
import numpy as np
from scipy.ndimage import uniform_filter


def ssim(image, reference):
    x, y = np.asarray(image, float), np.asarray(reference, float)

    def means(values):
        return uniform_filter(values, (7, 7, 1))[6:-6, 6:-6]

    mean_x, mean_y = means(x), means(y)
    var_x = (means(x * x) - mean_x**2) * 49 / 48
    var_y = (means(y * y) - mean_y**2) * 49 / 48
    both = (means(x * y) - mean_x * mean_y) * 49 / 48
    c1, c2 = 0.01**2, 0.03**2
    above = (2 * mean_x * mean_y + c1) * (2 * both + c2)
    return float(np.mean(above / ((mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2))))

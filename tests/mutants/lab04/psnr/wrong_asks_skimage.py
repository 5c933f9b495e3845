# Lets scikit-image do it.
# hint: without it
from skimage.metrics import peak_signal_noise_ratio


def psnr(image, reference):
    return peak_signal_noise_ratio(reference, image, data_range=1)

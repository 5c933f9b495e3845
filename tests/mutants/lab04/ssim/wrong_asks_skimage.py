# Lets scikit-image do it.
# hint: without it
import skimage.metrics


def ssim(image, reference):
    return skimage.metrics.structural_similarity(reference, image, win_size=7, data_range=1, channel_axis=-1)

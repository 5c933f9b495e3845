# The means are forgotten.
# hint: not subtracted


def vgg_preprocess(images):
    blue_green_red = images[..., ::-1].astype("float32")
    return blue_green_red

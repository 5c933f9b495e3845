# Lets Keras do it.
# hint: without it
from keras.applications import vgg16


def vgg_preprocess(images):
    return vgg16.preprocess_input(images.astype("float32"))

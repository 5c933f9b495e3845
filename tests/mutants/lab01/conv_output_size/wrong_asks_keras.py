# Lets a Keras layer compute the size.
# hint: without it
import keras


def conv_output_size(size, kernel_size, stride=1, padding="valid", dilation=1):
    layer = keras.layers.Conv1D(1, kernel_size, strides=stride, padding=padding, dilation_rate=dilation)
    return layer.compute_output_shape((1, size, 1))[1]

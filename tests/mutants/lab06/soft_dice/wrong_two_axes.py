# Summed over two axes.
# hint: two axes only
import keras


def soft_dice(truth, prediction):
    prediction = keras.ops.convert_to_tensor(prediction)
    truth = keras.ops.cast(truth, prediction.dtype)
    axes = (1, 2)
    shared = keras.ops.sum(truth * prediction, axis=axes)
    total = keras.ops.sum(truth**2 + prediction**2, axis=axes)
    return (2 * shared + 1e-6) / (total + 1e-6)

# No squares below.
# hint: squares are missing
import keras


def soft_dice(truth, prediction):
    prediction = keras.ops.convert_to_tensor(prediction)
    truth = keras.ops.cast(truth, prediction.dtype)
    axes = list(range(1, len(prediction.shape)))
    shared = keras.ops.sum(truth * prediction, axis=axes)
    total = keras.ops.sum(truth + prediction, axis=axes)
    return (2 * shared + 1e-6) / (total + 1e-6)
